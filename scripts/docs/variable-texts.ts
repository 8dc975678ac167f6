/** What each environment variable says, by what it is about. */
export const VARIABLE_TEXTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Where everything is': {
    AVENANT_ENV:
      '`production`, `development` or `test`. Production refuses secrets from examples, the sandbox gateway and sample people',
    MONGODB_URI:
      'the connection string, with its own options for TLS, replica set and authentication; see [connections.md](connections.md#mongodb)',
    MONGODB_DATABASE: 'the database; left out, the one that the string names, or else `avenant`',
    TEMPORAL_ADDRESS:
      'host and port of the frontend; port 7233 when left out. See [connections.md](connections.md#temporal)',
    TEMPORAL_NAMESPACE: 'the namespace; it must be there',
    TEMPORAL_API_KEY: 'sent with every call; turns TLS on',
    TEMPORAL_TLS: 'whether TLS is spoken; left out, it is where a key, a certificate or a name is given',
    TEMPORAL_TLS_CLIENT_CERT_PATH: 'a file with the certificate of the client, as PEM',
    TEMPORAL_TLS_CLIENT_CERT_DATA: 'the same as text',
    TEMPORAL_TLS_CLIENT_KEY_PATH: 'a file with its key, as PEM, without a password',
    TEMPORAL_TLS_CLIENT_KEY_DATA: 'the same as text',
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: 'a file with the authorities that the certificate of the server may be of',
    TEMPORAL_TLS_SERVER_CA_CERT_DATA: 'the same as text',
    TEMPORAL_TLS_SERVER_NAME:
      'the name that stands in the certificate of the server, where the address has another one',
    TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: 'is not offered: a process that has it on does not start',
    TEMPORAL_ALLOW_PLAINTEXT:
      '`1`: another machine may be spoken to in plain text, because the network itself encrypts',
  },
  Secrets: {
    AVENANT_SECRET:
      'signs cursors and the tokens of pages: 32 to 256 characters; three at most with commas between them, the newest first. See [secrets.md](secrets.md)',
    AVENANT_SEARCH_SECRET: 'what VAT numbers are hashed with, in the same form; without it no order is found by one',
    AVENANT_KEY_RING:
      'keys that seal what a lost order is [started again](security.md#what-is-kept-of-an-order) with, payment tokens and links: `id:key` with commas between them, at most eight, each key 32 random bytes in base64, each id of lower-case letters, digits and dashes. The first one writes, all of them read. Required in production; without it nothing is kept',
    AVENANT_PAYLOAD_ENCRYPTION:
      'whether what Temporal keeps is [encrypted](encryption.md) with the ring: `off`, `on`, or `required`, which refuses what comes in the clear',
    STRIPE_WEBHOOK_SECRETS: 'secrets of events of Stripe, with commas between them, the newest first',
    SANDBOX_WEBHOOK_SECRETS: 'the same of the sandbox gateway',
    FULFILMENT_WEBHOOK_SECRETS: 'the same of the fulfilment service',
    IDENTITY_WEBHOOK_SECRETS:
      '`tenant:secret` with commas between them: of each tenant those of its [identity system](people.md), the newest first',
    MAIL_WEBHOOK_SECRETS:
      'those of [whoever carries mail](people.md#whoever-carries-mail), for all tenants, the newest first; without one nobody tells what became of mail',
  },
  'Who may come in': {
    HOST: 'the address that the API listens at',
    PORT: 'and its port',
    PUBLIC_URL:
      'where people reach the API; in production of https. The API has them [signed in](signing-in.md) there; workers make the link of it that [stops reminders](mails.md#stopping-reminders), the API those that [show a quote](billing-centre.md#a-link-to-the-quote), and none without it',
    JWT_ISSUER: 'who issues the tokens that are accepted beside keys; the next two belong to it',
    JWT_AUDIENCE: 'whom they are issued for',
    JWT_JWKS_URL: 'where the keys are that they are signed with',
    JWT_ALGORITHMS: 'the signatures that are accepted; only those by a private key',
    OIDC_ISSUER: 'the identity provider that people sign in with, see [signing-in.md](signing-in.md)',
    OIDC_CLIENT_ID: 'how it knows us',
    OIDC_CLIENT_SECRET: 'what we show it',
    OIDC_ROLES: 'words of the provider and our roles, like `support-team=support_agent, support-leads=support_lead`',
    OIDC_ROLE_CLAIM: 'the claim that has those words',
    OIDC_TENANT_CLAIM: 'the claim that has the tenant',
    OIDC_USER_CLAIM: 'the claim that has the id of the person',
    SAMPLE_PEOPLE:
      '`tenant/user/role`, with commas between them, whom a page on this machine offers to sign in as; never in production',
    TRUSTED_PROXIES:
      'the proxies in front, as addresses and networks; with none nobody’s word counts on where a request comes from',
    PROXY_HEADER: 'the header that all of them write: `x-forwarded-for` or `forwarded`',
  },
  'How much is taken': {
    RATE_ADDRESS: 'requests a minute from one address, see [running.md](running.md#how-much-it-takes)',
    RATE_TENANT: 'of one tenant',
    RATE_SERVICE: 'of one key of a service',
    RATE_PERSON: 'of one person',
    RATE_WRONG_KEYS: 'keys and tokens that open nothing, from one address',
    REQUESTS_UNDER_WAY: 'requests that one process works on at a time',
    MAX_CACHED_WORKFLOWS: 'orders that a worker keeps in memory, see [running.md](running.md#how-large-a-worker-is)',
    MAX_WORKFLOW_TASKS: 'workflow tasks that it works on at a time',
    MAX_WORKFLOW_POLLS: 'calls of it that wait for one',
  },
  'Money, tax, delivery and mail': {
    PAYMENT_GATEWAY:
      'who takes the money, see [payments.md](payments.md): `sandbox` or `stripe`; the same for both kinds of process',
    PAYMENT_GATEWAY_URL: 'where the sandbox is',
    PAYMENT_GATEWAY_KEY:
      'the key of the gateway. The API only opens and reads pages for [payment details](payments.md#payment-details): give it a restricted key of Stripe that may write Checkout Sessions and Customers, read Setup Intents and Payment Methods, and nothing else. Without it there are no such pages',
    AVENANT_PAGES_URL:
      'where the pages for customers are, of sellers whose [settings](settings.md) name none: banks and the gateway’s pages send customers back to `/orders/{changeId}` behind it. A worker that charges with Stripe needs it',
    VIES_URL: 'the register of VAT numbers of the EU',
    HMRC_URL: 'the British one',
    HMRC_CLIENT_ID: 'how it knows us; British numbers are asked for with both credentials',
    HMRC_CLIENT_SECRET: 'what we show it',
    FULFILMENT_URL: 'the service that delivers what is not delivered here',
    AVENANT_MAIL_URL:
      'the server that takes the seller’s mail, `smtps://user:password@host:465`, or `smtp://` for one that is asked for TLS before anything is said; in the clear to the machine itself only. Without it mails are written and not sent. The API only looks whether it is set',
    AVENANT_MAIL_FROM:
      'who mails come from, `Orders <orders@example.com>`; those of a seller with a name in its [branding](settings.md#branding) go by that one',
  },
  'The processes themselves': {
    LOG_LEVEL: 'from which level on lines are written',
    METRICS_PORT:
      'the port of `/metrics`, `/livez` and `/readyz`, see [observe.md](observe.md); without it there is none, and nothing is counted. Each process on one machine needs its own',
    METRICS_HOST: 'the address of it: whoever reaches it sees how the business stands',
    AVENANT_BUILD:
      'the name of the build, in each line of the log, `/livez` and `avenant_build_info`; a build of ours brings its own',
    OTEL_SDK_DISABLED: '`true`: no traces, whatever else is set',
    OTEL_TRACES_EXPORTER: '`otlp` or `none`',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'where traces are sent, see [observe.md](observe.md#traces)',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'the same, of traces alone',
    OTEL_TRACES_SAMPLER_ARG: 'the share of requests that are traced, from 0 to 1',
    DRAIN_SECONDS: 'how long an API that stops still takes new connections; 10 at most',
    WORKFLOW_BUNDLE:
      'another bundle of the workflows than that of the build; in a checkout a worker makes one when it starts',
    AVENANT_WORKER_VERSIONING:
      '`on`: a worker takes orders of its build only, see [upgrading.md](upgrading.md#by-worker-versions). Left out, it does where `WORKER_BUILD_ID` is set; `off` beside that is refused',
    WORKER_BUILD_ID: 'which build it is; versions it by itself. That of `npm run build` when left out',
  },
};
