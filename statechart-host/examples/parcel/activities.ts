import { ApplicationFailure } from '@temporalio/common';
import type { HostedView } from 'statechart-host/contract';
import type { Parcel } from './machine';

/** What is around a parcel: who is at home, who is told, and the board on which everybody sees where it stands. */
export interface Neighbourhood {
  isAtHome(address: string): boolean;
  tellSender(message: string): void;
  board: Map<string, string>;
}

/** The work of a parcel's steps. Each may be done twice, should a worker die before it has said that it is done. */
export const parcelActivities = ({ isAtHome, tellSender, board }: Neighbourhood) => ({
  async deliver({ address }: Parcel): Promise<string> {
    if (!isAtHome(address)) throw ApplicationFailure.nonRetryable(`Nobody is at home in ${address}.`, 'NobodyAtHome');
    return `signed in ${address}`;
  },
  async remind({ address }: Parcel): Promise<void> {
    tellSender(`Your parcel to ${address} is still here.`);
  },
  async show({ state, details }: HostedView<Parcel>): Promise<void> {
    board.set(details.address, state);
  },
});
