import { useId, useState } from 'react';
import { useKept } from '../../shared/api/kept';
import { TextField } from '../../shared/ui/fields';
import { Select } from '../../shared/ui/select';
import { useDesk } from '../words/desk-words';
import { type ActWithReason, useReasonCodes } from './reason-text';

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
  codes: readonly { code: string; text: string }[] | undefined;
  code: string | null;
  words: string;
  onCode(code: string): void;
  onWords(words: string): void;
  faults: { code?: string; words?: string };
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

export function WhyFields({ codes, code, words, onCode, onWords, faults }: WhyFieldsProps) {
  const { say } = useDesk();
  const id = useId();
  return (
    <div className="why">
      <Select
        id={`${id}code`}
        label={say('desk.why.code')}
        choices={codes?.map((one) => ({ value: one.code, name: one.text })) ?? []}
        value={code}
        onChange={onCode}
        placeholder={say('desk.why.code.choose')}
        fault={faults.code}
      />
      <TextField
        id={`${id}words`}
        label={say(code === OTHER ? 'desk.why.words' : 'desk.why.words.optional')}
        value={words}
        onChange={onWords}
        fault={faults.words}
      />
    </div>
  );
}
