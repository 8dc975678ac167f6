/** One way to run the golden path; contenders are measured side by side in the same run. */
export interface Contender {
  name: string;
  /** Places one order from quote to completion. */
  placeOrder(): Promise<void>;
  /** Process id of the engine behind it, when it is ours. */
  engineProcessId?: number;
  stop(): Promise<void>;
}
