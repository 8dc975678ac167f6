import { useId, useState } from 'react';
import { useKept } from '../../shared/api/kept';
import { useDesk } from '../words/desk-words';
import { ReasonChoice } from './reason-choice';
import { type ActWithReason, useReasonCodes } from './reason-text';
import { TextArea } from './text-area';

/** Why something is done, as the API is told. */
export interface Why {
  reasonCode: string;
  reason: string;
}

/** Characters, as the API takes them. */
const LEAST = 3;
const MOST = 1_000;
/** What has no words of its own needs some. */
const OTHER = 'other';

interface WhyForm {
  fields: WhyFieldsProps;
  /** @returns null after it was said what is missing */
  given(): Why | null;
  forget(): void;
}

interface WhyFieldsProps {
  /** The fields are `<id>-reason` and `<id>-reason_text`; one of their own where nothing leads to them. */
  id?: string;
  codes: readonly { code: string; text: string }[] | undefined;
  code: string | null;
  words: string;
  onCode(code: string): void;
  onWords(words: string): void;
  faults: { code?: string; words?: string };
  /** Words are asked for whatever reason is chosen. */
  needsWords?: boolean;
}

/**
 * Why something is done: one of the reasons that are offered, and words of one’s own where these do not say it all.
 *
 * @param name of the form, under which what is typed is kept
 */
export function useWhy(name: string, act: ActWithReason): WhyForm {
  const { say } = useDesk();
  const codes = useReasonCodes(act);
  const [code, setCode, forgetCode] = useKept<string | null>(`${name}.code`, null);
  const [words, setWords, forgetWords] = useKept(`${name}.words`, '');
  const [isTried, setTried] = useState(false);
  const own = words.trim();
  const needsWords = code === OTHER && own.length < LEAST;
  const faults = {
    ...(code === null ? { code: say('desk.why.code.missing') } : {}),
    ...(needsWords || (own !== '' && own.length < LEAST) || own.length > MOST
      ? { words: say('desk.why.words.missing') }
      : {}),
  };
  return {
    fields: { codes, code, words, onCode: setCode, onWords: setWords, faults: isTried ? faults : {} },
    given() {
      setTried(true);
      if (code === null || Object.keys(faults).length > 0) return null;
      return { reasonCode: code, reason: own === '' ? (codes?.find((one) => one.code === code)?.text ?? code) : own };
    },
    forget() {
      setTried(false);
      setCode(null);
      setWords('');
      forgetCode();
      forgetWords();
    },
  };
}

export function WhyFields({
  id: named,
  codes,
  code,
  words,
  onCode,
  onWords,
  faults,
  needsWords = false,
}: WhyFieldsProps) {
  const { say } = useDesk();
  const own = useId();
  const id = named ?? own;
  return (
    <>
      <ReasonChoice id={`${id}-reason`} reasons={codes ?? []} value={code} onChange={onCode} fault={faults.code} />
      <TextArea
        id={`${id}-reason_text`}
        label={say(needsWords || code === OTHER ? 'desk.why.words' : 'desk.why.words.optional')}
        value={words}
        onChange={onWords}
        longest={MOST}
        fault={faults.words}
      />
    </>
  );
}
