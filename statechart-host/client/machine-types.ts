import type { AnyStateMachine, ContextFrom, EventFromLogic, InputFrom, OutputFrom, TagsFrom } from 'xstate';
import type { Foresight, HostedView } from '../contract/view';

type EventType<Machine extends AnyStateMachine> = EventFromLogic<Machine>['type'];

/** The view of a hosted machine with the types of its statechart. */
export type ViewOf<Machine extends AnyStateMachine, Details = ContextFrom<Machine>> = HostedView<
  Details,
  EventType<Machine>,
  OutputFrom<Machine>,
  TagsFrom<Machine> & string
>;

/** The preview of an event with the types of its statechart. */
export type ForesightOf<Machine extends AnyStateMachine, Details = ContextFrom<Machine>> = Foresight<
  Details,
  EventType<Machine>,
  OutputFrom<Machine>,
  TagsFrom<Machine> & string
>;

/** The input of a machine, which is only left out where the machine does not ask for one. */
export type WithInput<Machine extends AnyStateMachine> =
  undefined extends InputFrom<Machine> ? { input?: InputFrom<Machine> } : { input: InputFrom<Machine> };
