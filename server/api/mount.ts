import { type Request, type RequestHandler, type Response, Router } from 'express';
import { present } from '../../billing/present';
import { boundOf } from '../../schemas/api/answer-bounds';
import { isId } from '../../schemas/values/ids';
import { noteSubject } from '../../telemetry/subject';
import { fingerprintOf } from '../http/canonical';
import { bringsBody, jsonObjectOf, readJsonBytes, readWhatIsSent } from '../http/json/body';
import { localeOf } from '../http/locale';
import { Problem, problemDocument } from '../http/problem';
import { refuseMethod } from '../http/problem-handler';
import { contextOf } from '../http/request-context';
import type { ServerStore } from '../ports';
import { idempotencyKeyOf, once } from './idempotency';
import type { Answer, CallContext, Handled, MountedOperation } from './operation';
import { ifMatchOf, lastEventIdOf, waitOf } from './preconditions';
import { ON_BEHALF_OF, type Principal, personBehind } from './principal';
import { shownTo } from './shown';

interface MountParts extends Pick<ServerStore, 'idempotency'> {
  /** Who sends a request. @throws Problem 401 or 403 */
  authenticate(request: Request): Promise<Principal>;
  /** Counts what is taken for whom. */
  guard: {
    /** @throws Problem 429 when it is too much */
    takeFor(principal: Principal, response: Response): void;
    /** Its answer stays open and counts no more. */
    leaveOpen(response: Response): void;
  };
  /** @throws Problem 403 `role_not_allowed` */
  requireRole(principal: Principal, operation: MountedOperation): void;
  /** Cuts an answer that stays open once its caller is not who they were. */
  keepProving(request: Request, response: Response, principal: Principal): void;
  /** Holds every answer to its schema; for tests, because it costs time and a caller gains nothing by it. */
  checksAnswers: boolean;
  now(): Date;
}

/** Who was found to be calling, between the first handler of a route and the last. */
const callers = new WeakMap<Request, Principal>();

/** Puts operations on a router: every one is authenticated, checked and made safe to repeat in the same way. */
export function mounted(operations: readonly MountedOperation[], parts: MountParts): Router {
  const router = Router({ caseSensitive: true });
  for (const path of new Set(operations.map((operation) => operation.path))) {
    const here = operations.filter((operation) => operation.path === path);
    const route = router.route(path.replaceAll(/\{(\w+)\}/g, ':$1'));
    for (const operation of here) route[operation.method](...handlersOf(operation, parts));
    route.all(refuseMethod(here.map(({ method }) => method.toUpperCase())));
  }
  return router;
}

function handlersOf(operation: MountedOperation, parts: MountParts): RequestHandler[] {
  const identify: RequestHandler = async (request, response, next) => {
    const principal = await parts.authenticate(request);
    noteSubject(present({ tenantId: principal.tenantId, orderId: orderIn(request) }));
    parts.guard.takeFor(principal, response);
    parts.requireRole(principal, operation);
    callers.set(request, principal);
    next();
  };
  const answer: RequestHandler = async (request, response) => {
    const principal = callers.get(request);
    if (principal === undefined) throw new Problem('unauthenticated');
    const given = shown(operation, await perform(operation, request, principal, parts), principal);
    if (parts.checksAnswers) requireDescribed(operation, given);
    if (given.open !== undefined) parts.keepProving(request, response, principal);
    if (given.isLine === true) parts.guard.leaveOpen(response);
    sendAnswer(response, withinBound(operation, given));
  };
  // Nobody's body is read before we know who sends it.
  return operation.body === undefined ? [identify, ...readWhatIsSent, answer] : [identify, ...readJsonBytes, answer];
}

/** An id that is none is no order's, and may be anything. */
const orderIn = ({ params: { changeId } }: Request): string | undefined =>
  typeof changeId === 'string' && isId(changeId) ? changeId : undefined;

async function perform(
  operation: MountedOperation,
  request: Request,
  principal: Principal,
  parts: MountParts,
): Promise<Answer> {
  const key = operation.needsIdempotencyKey ? idempotencyKeyOf(request.get('Idempotency-Key')) : '';
  const context: CallContext = {
    principal,
    person: personBehind(principal, request.get(ON_BEHALF_OF)),
    locale: localeOf(request),
    wait: waitOf(request.get('Prefer')),
    ifMatch: ifMatchOf(request.get('If-Match')),
    lastEventId: lastEventIdOf(request.get('Last-Event-ID')),
    requestKey: { tenantId: principal.tenantId, principalId: principal.id, key },
    accepts: (offered) => offered.find((type) => type === request.accepts([...offered])) ?? null,
  };
  const body = operation.body !== undefined || bringsBody(request) ? jsonObjectOf(request) : undefined;
  const run = operation.prepare({ params: request.params, query: request.query, body }, context.locale);
  const finished = async (): Promise<Answer> => toAnswer(await run(context), request);
  if (!operation.needsIdempotencyKey) return finished();
  const { tenantId, principalId } = context.requestKey;
  const scope = fingerprintOf(tenantId, principalId, operation.id, key);
  const fingerprint = fingerprintOf(request.method, pathOf(request), body, context.person);
  const { joinsItself } = operation;
  return once(parts.idempotency, { scope, fingerprint, joinsItself, now: parts.now(), wait: context.wait }, finished);
}

/** The router reads a path with and without a slash at its end as one, so both are the same request. */
const pathOf = ({ path }: Request): string => path.replace(/\/+$/, '');

/** Nobody gets a field that is for others: the one place that every answer passes. */
function shown({ answers }: MountedOperation, answer: Answer, { role }: Principal): Answer {
  const schema = answers[String(answer.status)]?.schema;
  return schema === undefined ? answer : { ...answer, body: shownTo(role, schema, answer.body) };
}

function requireDescribed({ id, answers }: MountedOperation, { status, body, open }: Answer): void {
  if (status >= 400) return;
  const described = answers[String(status)];
  if (described === undefined) throw new Error(`${id} does not say that it answers ${status}.`);
  if (open === undefined) described.schema?.parse(JSON.parse(JSON.stringify(body)));
}

function toAnswer(handled: Handled, request: Request): Answer {
  if (!('problem' in handled)) return handled;
  const { problem } = handled;
  return { status: problem.status, headers: problem.headers, body: problemDocument(problem, contextOf(request)) };
}

/** An answer as it goes out: its body as text or bytes. */
interface WrittenAnswer extends Omit<Answer, 'body'> {
  body?: string | Buffer;
}

/** @throws Problem 422 `answer_too_large`: whoever reads it could not, and its writer has a bound to keep */
function withinBound({ id, answers }: MountedOperation, answer: Answer): WrittenAnswer {
  const { body, ...rest } = answer;
  if (body === undefined) return rest;
  const isBytes = answer.mediaType !== undefined && (typeof body === 'string' || Buffer.isBuffer(body));
  const written = isBytes ? body : JSON.stringify(body);
  const { mostBytes, schema } = answers[String(answer.status)] ?? {};
  const most = (answer.mediaType === undefined ? undefined : mostBytes) ?? boundOf(schema);
  const bytes = Buffer.byteLength(written);
  if (bytes <= most) return { ...rest, body: written };
  throw new Problem('answer_too_large', {
    facts: { bytes, most },
    cause: new Error(`${id} would answer with ${bytes} bytes, and ${most} are allowed.`),
  });
}

function sendAnswer(response: Response, answer: WrittenAnswer): void {
  if (answer.open !== undefined) {
    answer.open(response);
    return;
  }
  // What is answered is of one caller, and of this moment.
  response.status(answer.status).set({ 'Cache-Control': 'private, no-store', ...answer.headers });
  if (answer.status === 204 || answer.body === undefined) response.end();
  else response.type(answer.mediaType ?? typeOfJson(answer)).send(answer.body);
}

const typeOfJson = ({ status }: WrittenAnswer): string =>
  status >= 400 ? 'application/problem+json' : 'application/json';
