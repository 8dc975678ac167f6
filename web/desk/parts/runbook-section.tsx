import type { Schemas } from '../../shared/api/api-types';

type Parts = readonly Schemas['RunbookPart'][];

interface RunbookSectionProps {
  title: string;
  /** Nothing is shown where the runbook says nothing. */
  parts: Parts | undefined;
  /** Of its heading. */
  level: 2 | 5;
}

/** A section of what the runbook says of a code, with its heading. */
export function RunbookSection({ title, parts, level }: RunbookSectionProps) {
  if (parts === undefined || parts.length === 0) return null;
  const Heading = `h${level}` as const;
  return (
    <div>
      <Heading>{title}</Heading>
      <RunbookText parts={parts} />
    </div>
  );
}

/** Words of the runbook, in which codes and acts stand out. */
export const RunbookText = ({ parts }: { parts: Parts }) => (
  <p>
    {parts.map(({ kind, text }, index) => {
      const key = `${index} ${text}`;
      if (kind === 'code') return <code key={key}>{text}</code>;
      return kind === 'event' ? <b key={key}>{text}</b> : <span key={key}>{text}</span>;
    })}
  </p>
);

/** All of its parts as one text. */
export const runbookText = (parts: Parts): string => parts.map(({ text }) => text).join('');
