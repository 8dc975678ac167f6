/** The parts of the peer that the benchmark uses. Its packages are installed only when it is asked for. */

declare module '@restatedev/restate-sdk' {
  import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';

  export interface EndpointOptions {
    services: unknown[];
    logger?: () => void;
  }
  export function createEndpointHandler(
    options: EndpointOptions,
  ): (request: Http2ServerRequest, response: Http2ServerResponse) => void;
}

declare module '@restatedev/xstate' {
  import type { AnyStateMachine } from 'xstate';

  export function xstate(name: string, machine: AnyStateMachine): unknown;
}

declare module '@restatedev/xstate/promise' {
  import type { PromiseActorLogic } from 'xstate';

  export function fromPromise<Output, Input>(
    run: (call: { input: Input }) => Promise<Output>,
  ): PromiseActorLogic<Output, Input>;
}
