import type { Carried } from 'statechart-host/contract';
import { hostMachine } from 'statechart-host/workflow';
import type { Parcel } from '../parcel/machine';
import { parcelHosting } from '../parcel/workflows';

/** A parcel whose inspection events leave through the sink of its worker. */
export const watchedParcel = (input: Parcel, carried?: Carried) =>
  hostMachine({ ...parcelHosting(input, carried), inspect: true });
