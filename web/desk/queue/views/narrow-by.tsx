import { useRouter } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { Button } from '../../../shared/ui/button';
import { Menu } from '../../../shared/ui/menu';
import { useDesk } from '../../words/desk-words';
import { sortOf, VIEW_SORTINGS, type View, type ViewSorting, viewAddress, without } from './view';

const NarrowForm = lazy(() => import('./narrow-form').then(({ NarrowForm: Form }) => ({ default: Form })));

/** What a list is sorted and narrowed by, besides what the counts lead to. */
export function NarrowBy({ view }: { view: View }) {
  const { say } = useDesk();
  const router = useRouter();
  const show = (next: View): void => void router.navigate({ href: viewAddress(next) });
  const who = view.assignee === 'me' ? 'me' : view.unassigned === undefined ? 'anybody' : 'nobody';
  const chooseWho = (chosen: 'anybody' | 'me' | 'nobody'): void => {
    const anybodys = without(without(view, 'assignee'), 'unassigned');
    if (chosen === 'me') show({ ...anybodys, assignee: 'me' });
    else show(chosen === 'nobody' ? { ...anybodys, unassigned: 'true' } : anybodys);
  };
  return (
    <div className="narrow-by">
      <Menu
        button={say(`desk.queue.sort.${sortOf(view)}`)}
        aloud={say('desk.queue.sort')}
        choices={[
          {
            title: say('desk.queue.sort'),
            choices: VIEW_SORTINGS.map((one) => ({ value: one, name: say(`desk.queue.sort.${one}`) })),
            value: sortOf(view),
            onChoose: (sort: ViewSorting) => show({ ...view, sort }),
          },
        ]}
      />
      <Menu
        button={say(`desk.queue.who.${who}`)}
        aloud={say('desk.queue.who')}
        choices={[
          {
            title: say('desk.queue.who'),
            choices: (['anybody', 'nobody', 'me'] as const).map((one) => ({
              value: one,
              name: say(`desk.queue.who.${one}`),
            })),
            value: who,
            onChoose: chooseWho,
          },
        ]}
      />
      <DialogTrigger>
        <Button kind="plain" isSmall>
          {say('desk.queue.narrow')}
        </Button>
        <Popover className="popover" offset={4} placement="bottom end">
          <Dialog className="narrow-form" aria-label={say('desk.queue.narrow')}>
            {({ close }) => (
              <Suspense>
                <NarrowForm
                  view={view}
                  onNarrow={(next) => {
                    close();
                    show(next);
                  }}
                />
              </Suspense>
            )}
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  );
}
