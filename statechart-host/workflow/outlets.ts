import { log, type Sinks } from '@temporalio/workflow';
import type { AnyActorRef, InspectionEvent } from 'xstate';
import { activeNodes } from './xstate-seams';

/** An inspection event outside the workflow. It names events and states and holds no payload and no context. */
export interface Inspected {
  /**
   * Counts the inspection events of one run, from 1. A task that is tried again tells its own once more under the same
   * numbers: who listens drops those that are known.
   */
  number: number;
  /** XState's name of its kind, e.g. `@xstate.event`. */
  kind: InspectionEvent['type'];
  /** The actor that it is about. */
  actor: string;
  event?: string;
  /** Ids of the active states, outer ones first. */
  states?: string[];
  action?: string;
}

/** The sink of inspection events that a worker provides. It is silent at replay unless it asks for `callDuringReplay`. */
export interface StatechartSinks extends Sinks {
  statechart: { inspect(inspected: Inspected): void };
}

export function inspected(inspection: InspectionEvent, number: number): Inspected {
  const { type: kind } = inspection;
  const about: Inspected = { number, kind, actor: (inspection.actorRef as AnyActorRef).id };
  if ('event' in inspection) about.event = inspection.event.type;
  if ('snapshot' in inspection && 'value' in inspection.snapshot) {
    about.states = activeNodes(inspection.snapshot as never).map(({ id }) => id);
  }
  if (inspection.type === '@xstate.action') about.action = inspection.action.type;
  return about;
}

/** What a machine logs goes where a workflow's own lines go: to the logger of the worker, and not again at replay. */
export const logged = (...said: unknown[]): void => log.info(said.map(textOf).join(' '));

const textOf = (one: unknown): string => (typeof one === 'string' ? one : (JSON.stringify(one) ?? String(one)));
