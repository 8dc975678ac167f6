import { fromPromise } from 'xstate';

/** The place of a step that the workflow provides. A machine started without it fails loudly instead of doing nothing. */
export function unprovided<Output, Input>() {
  return fromPromise<Output, Input>(() => Promise.reject(new Error('This step was not provided to the machine.')));
}
