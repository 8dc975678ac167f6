import type { ReactNode } from 'react';
import { Button, DisclosurePanel, Heading, Disclosure as KitDisclosure } from 'react-aria-components';
import { Icon } from './icons';
import './amount.css';

/** More to read that opens where it stands, e.g. the arithmetic under its amount. */
export function Disclosure({ title, children, level = 3 }: { title: string; children: ReactNode; level?: number }) {
  return (
    <KitDisclosure>
      <Heading level={level} className="disclosure-heading">
        <Button slot="trigger" className="disclosure-button">
          <Icon name="right" />
          {title}
        </Button>
      </Heading>
      <DisclosurePanel className="disclosure-body">
        <div>{children}</div>
      </DisclosurePanel>
    </KitDisclosure>
  );
}
