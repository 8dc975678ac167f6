import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { KeyRing } from '../../store/access/key-ring';
import { readStopToken, type StopLink } from '../../store/access/stop-links';
import type { Person } from '../../store/facts/people';
import { localeOf } from '../http/locale';
import { refuseMethod, serve } from '../http/problem-handler';
import type { ServerStore } from '../ports';
import { remindersPage } from './page';

interface ReminderParts extends Pick<ServerStore, 'audit' | 'people'> {
  keyRing: KeyRing;
  now(): Date;
}

const STOP = '/unsubscribe';
const AGAIN = '/unsubscribe/undo';

/**
 * Where the link of a reminder leads. A look changes nothing, because programs follow links too; a POST does it at once, as RFC 8058
 * has mailboxes do it, without a cookie and whatever its body says, which nobody reads.
 */
export function reminderRouter(parts: ReminderParts): Router {
  const router = Router({ caseSensitive: true });
  const stopping = change(parts, 'STOP_REMINDERS');
  router
    .route(STOP)
    .get(look(parts))
    .post(stopping)
    .all(refuseMethod(['GET', 'POST']));
  serve(router, 'post', AGAIN, change(parts, 'RESUME_REMINDERS'));
  return router;
}

const look =
  ({ people, keyRing }: ReminderParts): RequestHandler =>
  async (request, response) => {
    const link = linkIn(request, keyRing);
    const person = link === null ? null : await people.find(link.tenantId, link.personId);
    show(request, response, link, person !== null && isStopped(person));
  };

const change =
  ({ audit, people, keyRing, now }: ReminderParts, action: 'STOP_REMINDERS' | 'RESUME_REMINDERS'): RequestHandler =>
  async (request, response) => {
    const link = linkIn(request, keyRing);
    const person = link === null ? null : await people.find(link.tenantId, link.personId);
    const isStopping = action === 'STOP_REMINDERS';
    // Whoever left is reminded of nothing anyway.
    if (person !== null && !person.hasLeft && changes(person, isStopping)) {
      const { tenantId, personId } = person;
      const at = now();
      const entryId = `${action.toLowerCase()}:${personId}:${at.toISOString()}`;
      const deed = { actorId: personId, role: 'reader', action, changeId: null, facts: { personId } };
      await audit.append({ tenantId, entryId, at, ...deed });
      await people.stopReminders(person, isStopping ? at : null);
    }
    show(request, response, link, isStopping);
  };

type Wishes = Pick<Person, 'remindersStoppedAt' | 'complainedAt'>;

/** Whoever complained of a mail is sent no reminder either. */
const isStopped = ({ remindersStoppedAt, complainedAt }: Wishes): boolean =>
  remindersStoppedAt !== null || complainedAt !== null;

/** A complaint is of an address; who stops reminders wants none at another one. */
const changes = (person: Wishes, isStopping: boolean): boolean =>
  isStopping ? person.remindersStoppedAt === null : isStopped(person);

function linkIn({ query: { token } }: Request, keyRing: KeyRing): StopLink | null {
  return typeof token === 'string' ? readStopToken(keyRing, token) : null;
}

function show(request: Request, response: Response, link: StopLink | null, isStopped: boolean): void {
  const state = link === null ? 'unknown' : isStopped ? 'stopped' : 'on';
  const locale = localeOf(request);
  const action = `${isStopped ? AGAIN : STOP}?token=${encodeURIComponent(String(request.query.token))}&lang=${locale}`;
  response
    .status(link === null ? 404 : 200)
    .set('Cache-Control', 'no-store')
    .type('html')
    .send(remindersPage(state, action, locale));
}
