import { Connection } from '@temporalio/client';
import { SECOND } from '../../billing/calendar/durations';
import { present } from '../../billing/present';
import { diagnose, meaningOfAnswer } from './diagnosis';
import { greet, speaksTls } from './greeting';
import { type DescribedNamespace, warningsOf } from './judging';
import type { TemporalTarget } from './settings';
import { hostAndPort, TemporalUnusable } from './words';

/** Told in a line what is not over yet and should be known. */
export type Tell = (line: string) => void;

/** A server that has said nothing by then is told of, and waited for a little more: it may be far away. */
const FIRST_WORD = 0.9 * SECOND;
const LONGEST_SILENCE = 5 * SECOND;
/** For looking whether a server that hung up speaks TLS. */
const GLANCE = 0.4 * SECOND;
/** For what a client asks of a server that has been greeted. */
const CALL_LIMIT = 5 * SECOND;

/** As greeting and workers do it: gRPC alone would use a proxy for the web that the environment names, for plain text too. */
export const PAST_PROXIES = { 'grpc.enable_http_proxy': 0 };

/**
 * Sees that the namespace is there, tells what should be known of it, and connects. What keeps it from being so is told within a
 * second, but for silence, which is told then and given up after five.
 *
 * @param open opens the kind of connection that is wanted, with the options that all kinds take
 * @throws TemporalUnusable
 */
export async function reachTemporal<Kind>(
  settings: TemporalTarget,
  open: (options: ReturnType<typeof connectionOptions>) => Promise<Kind>,
  tell: Tell,
): Promise<Kind> {
  const notice = setTimeout(() => {
    tell(`Temporal at ${hostAndPort(settings)} has not answered yet; it is given ${LONGEST_SILENCE / SECOND} seconds.`);
  }, FIRST_WORD);
  try {
    await lookForCause(settings);
    for (const warning of warningsOf(await describeNamespace(settings))) tell(`Temporal: ${warning}`);
    return await answered(settings, open(connectionOptions(settings)));
  } finally {
    clearTimeout(notice);
  }
}

/** What every kind of connection to Temporal takes. */
export function connectionOptions({ tls, apiKey, metadata, ...address }: TemporalTarget) {
  const options = tls && {
    serverRootCACertificate: tls.authority,
    clientCertPair: tls.client,
    serverNameOverride: tls.serverName,
  };
  // Said even where it is off: an API key alone would turn it on.
  return {
    address: hostAndPort(address),
    tls: options === null ? false : present(options),
    metadata,
    ...present({ apiKey }),
  };
}

async function lookForCause(settings: TemporalTarget): Promise<void> {
  const seen = await greet(settings, LONGEST_SILENCE);
  const cause = diagnose(seen, { hasCertificate: settings.tls?.client !== undefined });
  if (cause === null) return;
  // A server that speaks nothing but TLS often hangs up on whoever does not, without a word.
  const isTls = cause === 'closed' && settings.tls === null && (await speaksTls(settings, GLANCE));
  throw new TemporalUnusable(isTls ? 'tls_wanted' : cause, settings, seen.failed);
}

/** By a connection that tries nothing twice: the others go on for seconds, and then nobody knows why. */
async function describeNamespace(settings: TemporalTarget): Promise<DescribedNamespace> {
  const { namespace } = settings;
  const options = { ...connectionOptions(settings), channelArgs: PAST_PROXIES, interceptors: [] };
  const connection = Connection.lazy(options);
  const asked = connection.withDeadline(Date.now() + CALL_LIMIT, () =>
    connection.workflowService.describeNamespace({ namespace }),
  );
  return answered(settings, asked).finally(() => connection.close());
}

/** The answer, in time. @throws TemporalUnusable */
async function answered<Answer>(settings: TemporalTarget, answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TemporalUnusable('silent', settings)), CALL_LIMIT);
  });
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    if (error instanceof TemporalUnusable) throw error;
    const code = meaningOfAnswer(error, { hasKey: settings.apiKey !== undefined });
    throw new TemporalUnusable(code, settings, error);
  } finally {
    clearTimeout(timer);
  }
}
