import type { z } from 'zod';
import type { MailStandingSchema } from '../../schemas/facts/people';
import type { Person } from '../../store/facts/people';

type Standing = Pick<Person, 'bouncedAt' | 'complainedAt' | 'remindersStoppedAt'>;

interface ShownStanding {
  mail: z.output<typeof MailStandingSchema>;
  /** RFC 3339, UTC. */
  remindersStoppedAt: string | null;
}

/** How mail to somebody fares, as it is shown beside them. */
export function mailStandingOf({ bouncedAt, complainedAt, remindersStoppedAt }: Standing): ShownStanding {
  const state = bouncedAt !== null ? 'bounced' : complainedAt !== null ? 'complained' : 'ok';
  return {
    mail: { state, since: (bouncedAt ?? complainedAt)?.toISOString() ?? null },
    remindersStoppedAt: remindersStoppedAt?.toISOString() ?? null,
  };
}
