/** A machine as it is drawn, from the file of its version. */
export interface MachineChart {
  initial: string;
  /** In the order of the flow. */
  states: readonly MachineState[];
  ways: readonly MachineWay[];
}

export interface MachineState {
  name: string;
  column: number;
  row: number;
  /** `rests`, `works` or `over`. */
  kind: string;
  /** The change is made for good; from here it only goes forward. */
  isCommitted: boolean;
  /** On the way that most orders take. */
  isMain: boolean;
  /** What it does there, e.g. `charge`. */
  steps: readonly string[];
  /** Paths of the substates in which it is stuck. */
  stuckIn: readonly string[];
}

export interface MachineWay {
  from: string;
  to: string;
  by: readonly WayCause[];
  isMain: boolean;
}

export interface WayCause {
  /** Null where the outcome of its own work leads there. */
  event: string | null;
  when: string | null;
  /** Only where its work is stuck. */
  ifStuck: boolean;
}

/** What is said of a machine in one language, by the names in its chart. */
export interface MachineWords {
  states: Readonly<Record<string, string>>;
  events: Readonly<Record<string, string>>;
  conditions: Readonly<Record<string, string>>;
  /** What it does in a state, by the path of its substate. */
  within: Readonly<Record<string, string>>;
}

/** `settlingPayment` of `settlingPayment.stuck.waiting`. */
export const topStateOf = (path: string): string => path.split('.')[0] ?? '';

/** What it does where it stands, in words; those of the nearest state around it that has some. */
export function doingIn(path: string, within: MachineWords['within']): string | null {
  const own = within[path];
  if (own !== undefined) return own;
  const end = path.lastIndexOf('.');
  return end === -1 ? null : doingIn(path.slice(0, end), within);
}
