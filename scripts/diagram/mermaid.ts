import type { Arrow, Flow, FlowState } from '../../machines/picture/flow';

const idOf = (name: string): string => name.replaceAll('.', '_');
const shortName = (name: string): string => name.split('.').at(-1) ?? name;

const COLOURS: Record<string, string> = {
  settled: 'fill:#e7f4ec,stroke:#2f855a',
  money: 'fill:#fdf3dc,stroke:#b7791f',
  committed: 'fill:#e3edfb,stroke:#2b6cb0',
};

function title({ name, tags, isSettledWhileWaiting }: FlowState, hasChildren = false): string {
  const shown = [...tags, ...(isSettledWhileWaiting && !hasChildren ? ['settled while it waits'] : [])];
  return shown.length > 0 ? `${shortName(name)} (${shown.join(', ')})` : shortName(name);
}

/** Notes cannot be attached inside another state, so a substate's note stands at the state around it. */
function noteOf(flow: Flow, top: FlowState): string[] {
  const lines = flow.states
    .filter(({ name, parent }) => name === top.name || parent === top.name)
    .flatMap((state) => [
      ...stuckLine(state, state === top ? '' : `${shortName(state.name)} `),
      ...rememberedLine(state),
    ])
    .concat(fromAnywhere(flow, top));
  if (lines.length === 0) return [];
  return [`  note right of ${idOf(top.name)}`, ...lines.map((line) => `    ${line}`), '  end note'];
}

const stuckLine = ({ whenStuck }: FlowState, prefix: string): string[] =>
  whenStuck === null
    ? []
    : [...whenStuck].map(([to, events]) => `${prefix}stuck, ${events.join(' or ')} leads to ${to}`);

/** An answer of the machine as a whole would be an arrow from every state. */
const fromAnywhere = (flow: Flow, top: FlowState): string[] =>
  flow.arrows
    .filter(({ from, to }) => from === '' && to === top.name)
    .map(({ labels }) => `${labels.join(' or ')} leads here from everywhere`);

const rememberedLine = ({ remembers }: FlowState): string[] =>
  remembers.length > 0 ? [`remembers ${remembers.join(' and ')}`] : [];

const arrowLine = ({ from, to, labels }: Arrow): string =>
  `${idOf(from)} --> ${idOf(to)}${labels.length > 0 ? `: ${labels.join(' / ')}` : ''}`;

const isInside = (name: string, parent: string): boolean => name.startsWith(`${parent}.`);

function block(flow: Flow, top: FlowState): string[] {
  const children = flow.states.filter(({ parent }) => parent === top.name);
  if (children.length === 0) return [`  state "${title(top)}" as ${idOf(top.name)}`];
  const inner = flow.arrows.filter(({ from, to }) => isInside(from, top.name) && isInside(to, top.name));
  return [
    `  state "${title(top, true)}" as ${idOf(top.name)} {`,
    ...children.map((child) => `    state "${title(child)}" as ${idOf(child.name)}`),
    ...children.filter(({ isInitial }) => isInitial).map((child) => `    [*] --> ${idOf(child.name)}`),
    ...inner.map((arrow) => `    ${arrowLine(arrow)}`),
    '  }',
  ];
}

/** Mermaid draws no line from the inside of one state into another one: such a line goes from state to state. */
function lifted(arrows: readonly Arrow[]): Arrow[] {
  const merged = new Map<string, Arrow>();
  for (const { from, to, labels } of arrows) {
    const [outer = '', target = ''] = [from, to].map((name) => name.split('.')[0]);
    if (outer === target) continue;
    const key = `${outer}>${target}`;
    const known = merged.get(key)?.labels ?? [];
    merged.set(key, { from: outer, to: target, labels: [...new Set([...known, ...labels])] });
  }
  return [...merged.values()];
}

/** From this many states on, the same answer to the same event is told in one note instead of in arrows. */
const COMMON = 4;

interface Common {
  event: string;
  from: string[];
  to: string;
}

/** Answers that many states have in common: they let go of the order, or start it anew. */
function commonAnswers(arrows: readonly Arrow[]): Common[] {
  const found = new Map<string, Common>();
  for (const { from, to, labels } of arrows) {
    for (const event of labels.filter((word) => /^[A-Z_]+$/.test(word))) {
      const one = found.get(`${event}>${to}`) ?? { event, from: [], to };
      found.set(`${event}>${to}`, { ...one, from: [...one.from, from] });
    }
  }
  return [...found.values()].filter(({ from }) => from.length >= COMMON);
}

function withoutCommon(arrows: readonly Arrow[], common: readonly Common[]): Arrow[] {
  const isCommon = (word: string, { from, to }: Arrow): boolean =>
    common.some((one) => one.event === word && one.to === to && one.from.includes(from));
  return arrows
    .map((arrow) => ({
      ...arrow,
      labels: arrow.labels.filter((word) => !isCommon(word, arrow)),
      had: arrow.labels.length,
    }))
    .filter(({ labels, had }) => labels.length > 0 || had === 0);
}

const commonNote = ({ event, from, to }: Common): string[] => [
  `  note left of ${idOf(to)}`,
  `    ${event} leads here from ${from.join(', ')}`,
  '  end note',
];

/** A machine as a mermaid state diagram. Being stuck is told in one note a step instead of in boxes. */
export function toMermaid(flow: Flow): string {
  const tops = flow.states.filter(({ parent }) => parent === null);
  const arrows = lifted(flow.arrows.filter(({ from }) => from !== ''));
  const common = commonAnswers(arrows);
  const coloured = Object.entries(COLOURS).flatMap(([tag, style]) => {
    const names = flow.states
      .filter(({ tags }) => tags.find((own) => own in COLOURS) === tag)
      .filter(({ name }) => !flow.states.some(({ parent }) => parent === name))
      .map(({ name }) => idOf(name));
    return names.length > 0 ? [`  classDef ${tag} ${style}`, `  class ${names.join(',')} ${tag}`] : [];
  });
  return [
    '---',
    `title: ${flow.id}`,
    '---',
    '%% Generated by scripts/docs.ts from the statechart. Do not edit.',
    'stateDiagram-v2',
    '  direction TB',
    `  [*] --> ${idOf(flow.initial)}`,
    ...tops.flatMap((top) => block(flow, top)),
    ...withoutCommon(arrows, common).map((arrow) => `  ${arrowLine(arrow)}`),
    ...tops.filter(({ isFinal }) => isFinal).map(({ name }) => `  ${idOf(name)} --> [*]`),
    ...tops.flatMap((top) => noteOf(flow, top)),
    ...common.flatMap(commonNote),
    ...coloured,
    '',
  ].join('\n');
}
