/**
 * The arrows of the architecture: which folder may import which. `npm run lint` follows them, and a test plants one
 * bad import a rule to see it fail.
 */
const { Compiler } = require('@swc/core');

// Dependency-cruiser has every file parsed as one without elements; those of pages have them.
const { parseFileSync } = Compiler.prototype;
Compiler.prototype.parseFileSync = function parseWithElements(file, options, path) {
  return parseFileSync.call(this, file, { ...options, tsx: file.endsWith('.tsx') }, path);
};

const own =
  '^(billing|tax|receipts|letters|papers|machines|schemas|workflows|activities|store|gateways|connections|commands|telemetry|server|statechart-host|dev|deploy|chaos|abuse|locales|web|test|bench|scripts)/';
const packages = (...names) => `node_modules/(${names.join('|')})/`;

/** A folder may import itself, the folders and the packages named, and nothing else. */
const only = (name, from, folders, libraries, comment, { typesToo = [], except = [] } = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: except },
  to: {
    pathNot: [`^(${folders.join('|')})`, ...(libraries.length > 0 ? [packages(...libraries)] : []), ...typesToo],
  },
});

/** An entry of the statechart host may import the host's rooms and the packages named, and nothing of the project. */
const hostEntry = (entry, rooms, libraries, to = {}) => ({
  name: `statechart-host-${entry}-stands-alone`,
  comment: `The package statechart-host knows nothing of the project; its entry ${entry} needs ${libraries.join(', ') || 'no library'}.`,
  severity: 'error',
  from: { path: `^statechart-host/${entry}/` },
  to: {
    pathNot: [
      `^statechart-host/(${[entry, ...rooms].join('|')})/`,
      ...(libraries.length > 0 ? [packages(...libraries)] : []),
    ],
    ...to,
  },
});

/**
 * Inside a folder the arrows run one way too: each room with the rooms that it may see besides itself. Files on the
 * folder's own floor may see every room, and every room may see those named in `floor`.
 */
const rooms = (folder, floor, allowed) =>
  Object.entries(allowed).map(([room, seen]) => ({
    name: `rooms-of-${folder.replaceAll('/', '-')}-${room.replaceAll('/', '-')}`,
    comment: `${folder}/${room} sees ${seen.length === 0 ? 'no other room' : seen.join(', ')}: pass the value in, or move the shared piece down.`,
    severity: 'error',
    from: { path: `^${folder}/${room}/` },
    to: {
      path: `^${folder}/(?!${[room, ...seen].map((one) => `${one}/`).join('|')}${floor.map((file) => `|${file}\\.`).join('')})`,
    },
  }));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one.',
      severity: 'error',
      from: { path: own },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    only(
      'billing-is-pure',
      '^billing/',
      ['billing/', 'locales/'],
      [
        'decimal\\.js',
        'temporal-polyfill',
        'temporal-utils',
        'temporal-spec',
        'currency-codes',
        'intl-messageformat',
        '@formatjs',
      ],
      'billing/ is pure: pass the value in.',
      { typesToo: ['^crypto$'] },
    ),
    only(
      'tax-is-pure',
      '^tax/',
      ['tax/', 'billing/(facts/types|present)'],
      ['temporal-polyfill'],
      'tax/ is pure: pass the value in.',
    ),
    only(
      'receipts-are-pure',
      '^receipts/',
      ['receipts/', 'billing/'],
      ['pdfkit'],
      'A receipt only says what was decided.',
      // The fonts are read once, with the code; a logo is unpacked to see whether it can be.
      { except: ['^receipts/(fonts|logo)\\.ts$'] },
    ),
    only(
      'letters-are-pure',
      '^letters/',
      ['letters/', 'billing/facts/types', 'receipts/(markup|logo)\\.'],
      [],
      'A letter only sets the words that it is given.',
    ),
    only(
      'papers-are-of-receipts',
      '^papers/',
      ['papers/', 'receipts/', 'billing/calendar/durations'],
      [],
      'A thread makes papers of what it is given; API and worker share it, so it knows neither.',
      // In a checkout the thread begins by learning to read TypeScript.
      { typesToo: ['^(crypto|path|worker_threads)$'], except: ['^papers/thread\\.js$'] },
    ),
    only(
      'machines-are-pure',
      '^machines/',
      [
        'machines/',
        'billing/((facts|quotes)/types|quotes/(agreed-change|missing)|present|money/)',
        'statechart-host/contract/',
      ],
      ['xstate'],
      'A statechart only says what may happen; I/O belongs to a step that the workflow provides.',
    ),
    only(
      'schemas-are-data',
      '^schemas/',
      [
        'schemas/',
        'billing/((facts|quotes|money)/types|facts/policy-types|policies/|simulation/|money/amount-bands)',
        'machines/(bulk|events|event-fields|failure-codes|reason-codes|refusals|support-items|waits)',
      ],
      ['zod', 'zod-openapi'],
      'A schema describes; it does nothing.',
    ),
    only(
      'workflows-see-machines',
      '^workflows/',
      [
        'workflows/',
        'machines/',
        'activities/contract',
        'billing/(facts|quotes|money)/types',
        'statechart-host/(workflow|contract)/',
      ],
      ['@temporalio/(workflow|common)', 'xstate'],
      'Workflow code sees activities as types only; everything else is not replayable.',
      { except: ['^workflows/worker/'] },
    ),
    {
      name: 'the-contract-needs-no-library',
      comment: 'Backend services use the contract with nothing but the Temporal client.',
      severity: 'error',
      from: { path: '^workflows/contract' },
      to: { path: 'node_modules' },
    },
    only(
      'activities-do-io',
      '^activities/',
      [
        'activities/',
        'billing/',
        'tax/',
        'receipts/',
        'letters/',
        'papers/',
        'store/',
        'gateways/',
        'schemas/',
        'locales/',
        'machines/',
        'workflows/contract',
        'statechart-host/contract/',
      ],
      [
        '@temporalio/(activity|client|common)',
        'intl-messageformat',
        '@formatjs',
        'temporal-polyfill',
        'pino',
        'decimal\\.js',
      ],
      'An activity does I/O through the store and the gateways.',
      { typesToo: ['^crypto$', '^timers'] },
    ),
    only(
      'the-store-knows-mongodb',
      '^store/',
      [
        'store/',
        'billing/',
        'machines/',
        'workflows/contract',
        'statechart-host/contract/',
        'gateways/[^/]+/port',
        'tax/',
        'receipts/receipt\\.',
      ],
      ['mongoose', 'mongodb', 'bson'],
      'The store keeps facts and knows no rules of its own.',
      { typesToo: ['^crypto$'] },
    ),
    {
      name: 'mongodb-only-in-store',
      comment: 'Only store/mongo knows the driver of MongoDB.',
      severity: 'error',
      from: { path: own, pathNot: '^(store/mongo|dev|test)/' },
      to: { path: packages('mongoose', 'mongodb') },
    },
    {
      name: 'mongo-is-the-stores-own',
      comment: 'Outside the store only what a write answered and whether the database was away is of interest.',
      severity: 'error',
      from: { path: own, pathNot: '^(store|dev|test)/' },
      to: { path: '^store/mongo/(?!availability|versioned)' },
    },
    {
      name: 'server-moves-no-money',
      comment: 'The server asks the workflow; it never does a step itself.',
      severity: 'error',
      from: { path: '^server/' },
      to: {
        path: [
          '^activities/',
          '^workflows/(?!contract)',
          '^statechart-host/(?!client/|contract/)',
          '^machines/(?!bulk|card-number|events|failure-codes|reason-codes|refusals|support-items|waits|subscription-change/(view|steps|step-table|where-taken|resting-places|support/(subject|bounds)))',
          '^dev/',
        ],
      },
    },
    only(
      'web-is-for-browsers',
      '^web/',
      [
        'web/',
        'locales/',
        'billing/(explanation/writing|money/(currency|amount-bands)|present|facts/types)',
        'receipts/order-reference',
      ],
      [
        'react',
        'react-dom',
        'react-aria-components',
        '@types/react',
        '@types/react-dom',
        '@tanstack/react-(query|router|virtual)',
        'eventsource-parser',
        'intl-messageformat',
        'vite',
      ],
      'A page has the API, the words, and how amounts and dates are written; what runs on a server stays there.',
    ),
    {
      name: 'nobody-imports-web',
      comment: 'Pages are built and served, and nobody else has a use for them.',
      severity: 'error',
      from: { path: own, pathNot: '^(web|test)/' },
      to: { path: '^web/' },
    },
    ...rooms('web', [], {
      shared: [],
      shell: ['shared'],
      billing: ['shared'],
      desk: ['shared'],
      styleguide: ['shared'],
    }),
    {
      name: 'server-charges-nobody',
      comment:
        'Of payment gateways the server knows their events, how they count, and their setup pages, which move no money by their types.',
      severity: 'error',
      from: { path: '^server/' },
      to: {
        path: '^gateways/payment/(?!(port|customer|minor-units|setting|setup-port|setup-pages)\\.|(sandbox|stripe)/(webhook|currencies)\\.)',
      },
    },
    {
      name: 'setup-pages-in-one-room',
      comment: 'One room of the server asks a payment gateway for something, and only for a page.',
      severity: 'error',
      from: { path: '^(server/(?!payment-setup/)|activities/|workflows/|store/)' },
      to: { path: '^gateways/payment/setup-' },
    },
    {
      name: 'setup-pages-cannot-charge',
      comment: 'What opens and reads a setup page cannot reach the code that charges.',
      severity: 'error',
      from: { path: '^gateways/payment/(setup-|sandbox/setup-|stripe/setup-)' },
      to: { path: '^gateways/payment/(sandbox/(gateway|answers)|stripe/(gateway|charging|followups|setups))\\.' },
    },
    {
      name: 'nobody-imports-dev',
      comment: 'Demo, sample data, sandboxes and what starts a server for them stay out of what ships.',
      severity: 'error',
      from: { path: own, pathNot: '^(dev|chaos|abuse|test|bench|scripts|statechart-host)/' },
      to: { path: '^(dev|statechart-host/testing)/' },
    },
    only(
      'deploy-stands-alone',
      '^deploy/',
      ['deploy/'],
      [],
      'Dashboards and rules are read by other programs; a test holds their names against what is counted.',
    ),
    {
      name: 'nobody-imports-commands',
      comment: 'A command asks the rooms; what two of them need belongs to a room.',
      severity: 'error',
      from: { path: own, pathNot: '^(commands|dev|chaos|test|scripts)/' },
      to: { path: '^commands/' },
    },
    {
      name: 'commands-ask-the-rooms',
      comment: 'A command looks, compares and tells; it does no step of an order, and shows no pages.',
      severity: 'error',
      from: { path: '^commands/' },
      to: {
        path: '^(activities/(?!(order/(lost|whereabouts)|payment/pointer)\\.)|workflows/(?!contract|worker/)|machines/(?!events)|web/|locales/|letters/|papers/)',
      },
    },
    {
      name: 'nobody-imports-chaos',
      comment: 'A run kills what it has started; nothing else has a use for that.',
      severity: 'error',
      from: { path: own, pathNot: '^(chaos|test)/' },
      to: { path: '^chaos/' },
    },
    {
      name: 'nobody-imports-abuse',
      comment: 'A run asks for the worst; nothing else has a use for that.',
      severity: 'error',
      from: { path: own, pathNot: '^(abuse|test)/' },
      to: { path: '^abuse/' },
    },
    {
      name: 'gateways-stand-alone',
      comment: 'A gateway knows its outside service and our plain facts; what a card number looks like is one of them.',
      severity: 'error',
      from: { path: '^gateways/' },
      to: { path: '^(store|activities|server|papers|workflows|statechart-host|machines/(?!card-number)|dev)/' },
    },
    only(
      'connections-only-connect',
      '^connections/',
      [
        'connections/',
        'billing/(present|calendar/durations)',
        'store/(index|access/key-ring)',
        'statechart-host/(client|contract)/',
        'workflows/(contract|payload-marks)',
      ],
      ['@temporalio/(client|common|proto)', 'zod'],
      'API, workers and commands connect by the same words; what is asked then is no concern of a connection.',
      { typesToo: ['^(crypto|fs|net|tls)$'] },
    ),
    only(
      'telemetry-only-tells',
      '^telemetry/',
      [
        'telemetry/',
        'package\\.json',
        'billing/(present|calendar/durations)',
        'machines/card-number',
        'connections/environment',
      ],
      ['@temporalio/(activity|client|common|worker)', '@opentelemetry/[\\w-]+', 'pino', 'prom-client', 'zod'],
      'How processes are watched: what is counted and told is passed in by those who know it.',
      { typesToo: ['^(async_hooks|crypto|fs|http|net|path)$'] },
    ),
    hostEntry('contract', [], []),
    hostEntry('workflow', ['contract'], ['@temporalio/(workflow|common)', 'xstate']),
    hostEntry('client', ['contract'], ['@temporalio/(client|common)', 'xstate']),
    hostEntry('testing', ['contract'], ['@temporalio/\\w+'], { dependencyTypesNot: ['core'] }),
    {
      name: 'statechart-host-by-its-entries',
      comment: 'The host is used as those use it who install it: by its entries.',
      severity: 'error',
      from: { path: own, pathNot: '^statechart-host/' },
      to: { path: '^statechart-host/(?!(workflow|client|contract|testing)/index\\.)' },
    },
    ...rooms('billing', ['present', 'memoize'], {
      money: [],
      facts: ['money'],
      calendar: ['money', 'facts'],
      catalog: ['money', 'facts', 'calendar'],
      policies: ['facts'],
      quotes: ['money', 'facts', 'calendar', 'catalog'],
      ledger: ['money', 'quotes'],
      explanation: ['money', 'facts', 'calendar', 'policies', 'quotes'],
      simulation: ['money', 'facts', 'calendar', 'catalog', 'policies', 'quotes'],
    }),
    ...rooms('gateways', ['http'], {
      webhooks: [],
      'vat-register': [],
      payment: ['webhooks'],
      fulfilment: ['webhooks'],
      mail: ['webhooks'],
      identity: ['webhooks'],
      vies: ['vat-register'],
      hmrc: ['vat-register'],
    }),
    ...rooms('gateways/payment', ['card-data', 'minor-units', 'port', 'request-checks', 'setup-port'], {
      sandbox: [],
      stripe: [],
    }),
    ...rooms('commands', ['command', 'with-store'], { audit: [], deployment: [], keys: [], reconcile: [], ring: [] }),
    ...rooms('telemetry', ['build', 'settings', 'subject'], {
      logs: [],
      metrics: [],
      traces: ['logs'],
      temporal: ['traces'],
    }),
    ...rooms('dev', ['data-folder'], { 'temporal-server': ['embedded'] }),
    ...rooms('connections', ['causes', 'environment', 'this-machine'], { temporal: [], mongo: [] }),
    ...rooms('schemas', [], {
      values: [],
      api: ['values'],
      identity: ['values', 'api'],
      facts: ['values', 'api'],
      orders: ['values', 'api', 'facts'],
      seats: ['values', 'api', 'facts', 'orders'],
      customers: ['values', 'api', 'facts', 'orders'],
      seller: ['values', 'api', 'orders'],
      inbound: ['values', 'api'],
      support: ['values', 'api', 'orders'],
      workers: ['values', 'api'],
    }),
    ...rooms('store', [], {
      mongo: [],
      facts: ['mongo'],
      orders: ['mongo'],
      money: ['mongo'],
      support: ['mongo'],
      audit: ['mongo'],
      access: ['mongo'],
      messages: ['mongo'],
    }),
    ...rooms('activities', ['contract'], {
      shared: [],
      mail: ['shared'],
      payment: ['shared', 'mail'],
      vat: ['shared', 'mail'],
      seats: ['shared', 'mail'],
      order: ['shared', 'mail', 'payment', 'vat', 'seats'],
      bulk: ['shared'],
    }),
    ...rooms('server', ['ports'], {
      http: [],
      api: ['http'],
      identity: ['http', 'api'],
      traffic: ['http', 'api'],
      pages: ['http'],
      docs: ['http', 'api'],
      'orders/quotes': ['http', 'api', 'identity'],
      'orders/views': ['http', 'api', 'identity', 'orders/quotes'],
      'orders/commands': ['http', 'api', 'identity', 'orders/quotes', 'orders/views'],
      'payment-setup': ['http', 'api', 'identity', 'orders'],
      'quote-links': ['http', 'api', 'identity', 'orders/views'],
      support: ['http', 'api', 'identity', 'orders'],
      facts: ['http', 'api', 'identity'],
      customers: ['http', 'api', 'identity', 'orders/quotes', 'orders/views'],
      seller: ['http', 'api', 'identity', 'orders'],
      seats: ['http', 'api', 'identity', 'facts'],
      live: ['http', 'api', 'identity', 'orders/quotes', 'orders/views'],
      inbound: ['http', 'api', 'identity'],
      reminders: ['http'],
      workers: ['http', 'api'],
      health: ['http', 'api'],
    }),
    {
      name: 'no-unresolved',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: { path: own },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json', '.cjs'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
