import type { Carried } from 'statechart-host/contract';
import { hostMachine } from 'statechart-host/workflow';
import { counterMachine } from './machine';

/** A counter that lives as long as it is counted with; the second argument is what a long history hands on. */
export const counter = (input: undefined, carried?: Carried) =>
  hostMachine({ machine: counterMachine, input, carried });
