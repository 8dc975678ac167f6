import type { ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import type { Schemas } from '../../shared/api/api-types';
import { Amount } from '../../shared/ui/amount';
import { Icon } from '../../shared/ui/icons';

interface OpeningLineProps {
  name: string;
  of: Schemas['Money'];
  isOld: boolean;
  /** How it was reckoned. */
  children: ReactNode;
}

/** A name with its amount at the right; the whole line opens to its arithmetic. */
export function OpeningLine({ name, of, isOld, children }: OpeningLineProps) {
  return (
    <Disclosure className="opening-line">
      <Heading level={3} className="opening-heading">
        <Button slot="trigger" className="opening-button">
          <Icon name="right" />
          <span className="opening-name">{name}</span>
          <Amount of={of} isOld={isOld} />
        </Button>
      </Heading>
      <DisclosurePanel className="opening-body">
        <div>{children}</div>
      </DisclosurePanel>
    </Disclosure>
  );
}
