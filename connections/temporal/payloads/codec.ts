import { ApplicationFailure, type Payload, type PayloadCodec, type SerializationContext } from '@temporalio/common';
import { TOO_LARGE } from 'statechart-host/contract';
import { tenantOfWorkflow } from '../../../workflows/contract';
import { CAME, type Came, UNREADABLE, type Unreadable, unreadableWords } from '../../../workflows/payload-marks';
import { payloadKeys } from './keys';
import { type Lock, lockOf, notFor, openPayload, sealPayload } from './sealing';
import type { PayloadSettings } from './settings';

/** Bytes of a payload as it is written. Servers end a workflow, or fail its task for ever, from 2 MB on. */
export const MOST_BYTES = 1024 * 1024;

/** What is bound to no workflow of a tenant is bound to this. */
const OURS = 'avenant';

/** A payload that was sealed with a key that is not in the ring, or for something else. */
class PayloadUnreadable extends Error {
  override readonly name = 'PayloadUnreadable';

  constructor(readonly unreadable: Unreadable) {
    super(unreadableWords(unreadable));
  }
}

type Context = SerializationContext | undefined;

/** What to hand on in place of a payload that cannot be read. @throws PayloadUnreadable where there is nothing to */
type InItsPlace = (unreadable: Unreadable, context: Context) => Payload;

/** For API and commands. */
export const clientCodec = (settings: PayloadSettings): PayloadCodec =>
  codecOf(settings, (unreadable) => {
    throw new PayloadUnreadable(unreadable);
  });

/** For workers: the converters that are bundled with workflows know what a payload is for, and whether it may be refused. */
export const workerCodec = (settings: PayloadSettings): PayloadCodec =>
  codecOf(settings, (unreadable, context) => {
    if (context?.type !== 'workflow') throw new PayloadUnreadable(unreadable);
    return { metadata: { encoding: Buffer.from(UNREADABLE) }, data: Buffer.from(JSON.stringify(unreadable)) };
  });

function codecOf({ encryption, ring }: PayloadSettings, inItsPlace: InItsPlace): PayloadCodec {
  const keys = ring === null ? () => undefined : payloadKeys(ring);
  const keyOf = ({ keyId, boundTo }: Lock) => keys(keyId, tenantOfWorkflow(boundTo));
  const writes = encryption === 'off' ? undefined : ring?.keyIds[0];

  const encoded = (payload: Payload, boundTo: string): Payload => {
    const key = writes === undefined ? undefined : keyOf({ keyId: writes, boundTo });
    const written = writes && key ? sealPayload(payload, { keyId: writes, key, boundTo }) : payload;
    const bytes = written.data?.byteLength ?? 0;
    if (bytes > MOST_BYTES) throw tooLarge(bytes);
    return written;
  };

  const unlocked = (payload: Payload, lock: Lock, context: Context): Payload | Unreadable => {
    const isForAnother = context !== undefined && bindingOf(context) !== lock.boundTo;
    return isForAnother ? notFor(lock) : openPayload(payload, lock, keyOf(lock));
  };
  const unsealed = encryption === 'required' ? 'clear' : undefined;

  const decoded = (payload: Payload, context: Context): Payload => {
    const lock = lockOf(payload);
    const opened = lock === null ? payload : unlocked(payload, lock, context);
    if ('because' in opened) return inItsPlace(opened, context);
    if (isOurMark(opened)) return inItsPlace({ because: 'malformed' }, context);
    return came(opened, lock === null ? unsealed : 'sealed');
  };

  return {
    encode: async (payloads, context) => payloads.map((payload) => encoded(payload, bindingOf(context))),
    decode: async (payloads, context) => payloads.map((payload) => decoded(payload, context)),
  };
}

/** Nothing beyond the bound is ever sent: who sends it hears so, and the order goes on. */
const tooLarge = (bytes: number): ApplicationFailure =>
  ApplicationFailure.nonRetryable(
    `A payload has ${bytes} bytes, and ${MOST_BYTES} are sent to Temporal at most. Send less at a time.`,
    TOO_LARGE,
    { bytes, bound: MOST_BYTES },
  );

/** The workflow where it is a tenant's. The others have ids that a schedule makes longer, and there is nobody between them to keep apart. */
function bindingOf(context: Context): string {
  const workflowId = context?.workflowId ?? '';
  return tenantOfWorkflow(workflowId) === null ? OURS : workflowId;
}

/** Only what stands in for a payload has it, and nobody sends that. */
const isOurMark = ({ metadata }: Payload): boolean =>
  Buffer.from(metadata?.encoding ?? []).toString('utf8') === UNREADABLE;

/** Whoever sends a payload has no say in how it came. */
function came({ metadata, data }: Payload, how: Came | undefined): Payload {
  const { [CAME]: _, ...others } = metadata ?? {};
  return { metadata: how === undefined ? others : { ...others, [CAME]: Buffer.from(how) }, data: data ?? null };
}
