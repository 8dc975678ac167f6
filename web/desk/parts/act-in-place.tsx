import { type ReactNode, useState } from 'react';
import { Failure } from '../../shared/api/failure';
import { endIntention, intentionKey } from '../../shared/api/intention';
import { isPassing } from '../../shared/api/problems';
import { Button } from '../../shared/ui/button';
import { useDesk } from '../words/desk-words';
import { Opener } from './opener';
import type { ActWithReason } from './reason-text';
import { useWhy, type Why, WhyFields } from './why-fields';

interface ActInPlaceProps {
  /** Of what is meant, e.g. "close.item_1"; its key is kept under it. */
  name: string;
  /** Whose reasons are offered. */
  reasonsOf: ActWithReason;
  /** Of the button that opens it, and of the one that does it. */
  label: string;
  /** What it is done to, for whoever hears the button alone. */
  aloud?: string;
  kind?: 'filled' | 'quiet' | 'plain';
  /** What it does, and what else is asked. */
  children?: ReactNode;
  /** Does it, under one key however often it is tried. */
  send(why: Why, idempotencyKey: string): Promise<unknown>;
  onDone(): void;
}

/** An act that opens where it stands and asks why before it is done. */
export function ActInPlace({ name, reasonsOf, label, aloud, kind = 'quiet', children, send, onDone }: ActInPlaceProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Opener {...{ label, kind, isOpen }} onOpen={setOpen} {...(aloud === undefined ? {} : { aloud })}>
      <AskedWhy {...{ name, reasonsOf, label, send, onDone }} onLeave={() => setOpen(false)}>
        {children}
      </AskedWhy>
    </Opener>
  );
}

interface AskedWhyProps extends Pick<ActInPlaceProps, 'name' | 'reasonsOf' | 'label' | 'children' | 'send' | 'onDone'> {
  onLeave(): void;
}

/** What an act asks before it is done: why, and the word for it. */
export function AskedWhy({ name, reasonsOf, label, children, send, onLeave, onDone }: AskedWhyProps) {
  const { say } = useDesk();
  const why = useWhy(name, reasonsOf);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const act = async (): Promise<void> => {
    const given = why.given();
    if (given === null) return;
    const intention = `${name}.${JSON.stringify(given)}`;
    setBusy(true);
    setFailure(null);
    try {
      await send(given, intentionKey(intention));
      endIntention(intention);
      why.forget();
      onLeave();
      onDone();
    } catch (error) {
      // Nobody knows whether one without an answer was done: its key is kept.
      if (!isPassing(error)) endIntention(intention);
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {children}
      <WhyFields {...why.fields} />
      {failure !== null && <Failure error={failure} />}
      <div className="acts">
        <Button isSmall isBusy={isBusy} onPress={() => void act()}>
          {label}
        </Button>
        <Button kind="plain" isSmall onPress={onLeave}>
          {say('desk.act.leave')}
        </Button>
      </div>
    </>
  );
}
