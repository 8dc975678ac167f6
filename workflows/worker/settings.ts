import { z } from 'zod';
import { textReadBy, unfitBy } from '../../connections/environment';
import { type ConnectionSettings, readConnections } from '../../connections/settings';
import { readMailSetting } from '../../gateways/mail/setting';
import type { WrongVariable } from '../../gateways/payment/setting';
import { BaseAddressSchema } from '../../schemas/values/addresses';
import { type KeyRing, readKeyRing } from '../../store/access/key-ring';
import { readSecretList } from '../../store/access/secrets';
import { readTelemetry, type TelemetrySettings } from '../../telemetry/settings';
import { BUILD_ID } from '../contract';
import { readGateway } from './gateway';

/** Environment of a worker process. Production refuses to start on a gateway that takes no real money. */
const Settings = z
  .object({
    AVENANT_ENV: z.enum(['development', 'test', 'production']).default('production'),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    PAYMENT_GATEWAY: z.string().default('sandbox'),
    PAYMENT_GATEWAY_URL: z.url().optional(),
    PAYMENT_GATEWAY_KEY: z.string().optional(),
    /** Where the pages for customers are, of sellers who name none: banks send customers back to them. */
    AVENANT_PAGES_URL: z
      .string()
      .refine((address) => BaseAddressSchema.safeParse(address).success, 'must be https, without "?" and "#"')
      .optional(),
    VIES_URL: z.url().default('https://ec.europa.eu/taxation_customs/vies/rest-api'),
    /** British VAT numbers are checked at HMRC where both of its credentials are set. */
    HMRC_URL: z.url().default('https://api.service.hmrc.gov.uk'),
    HMRC_CLIENT_ID: z.string().min(1).optional(),
    HMRC_CLIENT_SECRET: z.string().min(1).optional(),
    FULFILMENT_URL: z.url().optional(),
    /** The seller's mail server, and who its mails come from; without them mails are written and not sent. */
    AVENANT_MAIL_URL: z.string().max(1_000).optional(),
    AVENANT_MAIL_FROM: z.string().max(400).optional(),
    /** Where people reach the servers; without it a mail holds no link to stop it. */
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** What VAT numbers are hashed with, so that orders are found by one, the newest first; the same as the servers'. */
    AVENANT_SEARCH_SECRET: textReadBy(readSecretList).optional(),
    /** Keys that seal what an order is started again with; the same as the servers'. */
    AVENANT_KEY_RING: z.string().max(1_000).optional(),
    /** A prebuilt workflow bundle; without it the one of the build, and in a checkout the worker makes one when it starts. */
    WORKFLOW_BUNDLE: z.string().optional(),
    /** Whether this worker takes tasks of its build only; left out, where WORKER_BUILD_ID is set: `docs/upgrading.md`. */
    AVENANT_WORKER_VERSIONING: z.enum(['on', 'off']).optional(),
    /** The build that a versioned worker says it is; that of `npm run build` when left out. */
    WORKER_BUILD_ID: z.string().regex(BUILD_ID, 'must be letters, digits, "_" and "-", at most 64').optional(),
    /** Orders that stay in memory. It goes with the heap of the process: see `tuning.ts`. */
    MAX_CACHED_WORKFLOWS: z.coerce.number().int().min(50).max(10_000).default(500),
    /** Workflow tasks that are worked on at a time, and how many of the process's calls wait for one. */
    MAX_WORKFLOW_TASKS: z.coerce.number().int().min(2).max(50).default(40),
    MAX_WORKFLOW_POLLS: z.coerce.number().int().min(2).max(50).default(10),
  })
  .refine(({ AVENANT_ENV, PUBLIC_URL = 'https:' }) => AVENANT_ENV !== 'production' || PUBLIC_URL.startsWith('https:'), {
    path: ['PUBLIC_URL'],
    error: 'production is reached over https only',
  })
  .refine((settings) => settings.AVENANT_WORKER_VERSIONING !== 'off' || settings.WORKER_BUILD_ID === undefined, {
    path: ['AVENANT_WORKER_VERSIONING'],
    error: 'off, and WORKER_BUILD_ID names a build: leave one of them out',
  })
  .transform((settings, context) => {
    const gateway = readGateway(settings);
    const keyRing = ringOf(settings);
    const mail = readMailSetting(settings.AVENANT_MAIL_URL, settings.AVENANT_MAIL_FROM);
    if (!isWrong(gateway) && !isWrong(keyRing) && !isWrong(mail)) return { ...settings, gateway, mail, ...keyRing };
    for (const one of [gateway, keyRing, mail]) {
      if (isWrong(one)) context.addIssue({ code: 'custom', path: [one.variable], message: one.problem });
    }
    return z.NEVER;
  });

/** The variables of a worker, but for those of its connections. */
export const WORKER_VARIABLES = Settings.in.shape;

const isWrong = (read: object | null): read is WrongVariable => read !== null && 'problem' in read;

interface RingVariables {
  AVENANT_ENV: string;
  AVENANT_KEY_RING?: string | undefined;
}

function ringOf({ AVENANT_ENV, AVENANT_KEY_RING: text }: RingVariables): { keyRing?: KeyRing } | WrongVariable {
  const variable = 'AVENANT_KEY_RING';
  if (text === undefined) return AVENANT_ENV === 'production' ? { variable, problem: 'missing' } : {};
  const keyRing = readKeyRing(text);
  return 'problem' in keyRing ? { variable, ...keyRing } : { keyRing };
}

export type WorkerSettings = z.infer<typeof Settings> & ConnectionSettings & { telemetry: TelemetrySettings };

/**
 * Reads the settings of a worker.
 *
 * @throws Error that names every variable that is missing or wrong
 */
export function readWorkerSettings(environment: NodeJS.ProcessEnv): WorkerSettings {
  const read = Settings.safeParse(environment);
  const connections = readConnections(environment);
  const telemetry = readTelemetry(environment);
  if (read.success && 'settings' in connections && 'settings' in telemetry)
    return { ...read.data, ...connections.settings, telemetry: telemetry.settings };
  const unfit = [
    ...[connections, telemetry].flatMap((one) => ('unfit' in one ? one.unfit : [])),
    ...(read.error ? unfitBy(read.error) : []),
  ];
  const problems = unfit.map(({ message }) => message);
  throw new Error(`The worker cannot start. Set these environment variables:\n  ${problems.join('\n  ')}`);
}
