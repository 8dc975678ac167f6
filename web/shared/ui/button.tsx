import { type ReactNode, useId } from 'react';
import {
  Button as KitButton,
  type ButtonProps as KitButtonProps,
  Link as KitLink,
  ProgressBar,
} from 'react-aria-components';
import { present } from '../../../billing/present';
import { useWords } from '../words/words';
import './button.css';
import { Icon } from './icons';

/** At most one filled button a screen: what one came to do. Quiet ones are other ways, plain ones only move about. */
type ButtonKind = 'filled' | 'quiet' | 'plain';

interface Looks {
  kind?: ButtonKind;
  isSmall?: boolean;
  /** As wide as what it stands in. */
  isWide?: boolean;
}

const classesOf = ({ kind = 'filled', isSmall, isWide }: Looks): string =>
  ['button', kind, isSmall && 'small', isWide && 'wide'].filter(Boolean).join(' ');

interface ButtonProps
  extends Looks,
    Pick<KitButtonProps, 'type' | 'onPress' | 'isDisabled' | 'aria-label' | 'slot' | 'form' | 'autoFocus'> {
  /** What it was pressed for is under way: it keeps its focus and takes no second press. */
  isBusy?: boolean;
  children: ReactNode;
}

export function Button({ kind, isSmall, isWide, isBusy = false, children, ...rest }: ButtonProps) {
  const className = classesOf(present({ kind, isSmall, isWide }));
  if (!isBusy) {
    return (
      <KitButton {...rest} className={className}>
        {children}
      </KitButton>
    );
  }
  // The kit's own state of waiting would announce a name that is gone before it is read.
  const { onPress: _, type: __, ...still } = rest;
  return (
    <KitButton {...still} type="button" className={`${className} busy`}>
      <Busy />
      {children}
    </KitButton>
  );
}

function Busy() {
  const { say } = useWords();
  return (
    <ProgressBar isIndeterminate aria-label={say('ui.busy')} className="turning">
      <Icon name="turning" />
    </ProgressBar>
  );
}

/** A button that cannot be pressed now and says why; it can be reached, so that everybody can read the reason. */
export function UnavailableButton({ why, children, ...looks }: Looks & { why: string; children: ReactNode }) {
  const reason = useId();
  return (
    <div>
      <button type="button" className={classesOf(looks)} aria-disabled="true" aria-describedby={reason}>
        {children}
      </button>
      <p id={reason} className="why-not">
        {why}
      </p>
    </div>
  );
}

/** Leads somewhere, in our pages without loading them anew. */
export function Link({ href, children, language }: { href: string; children: ReactNode; language?: string }) {
  return (
    <KitLink href={href} className="link" {...(language === undefined ? {} : { lang: language })}>
      {children}
    </KitLink>
  );
}

/** A way on that looks like a button because it is what one came to do. */
export function LinkButton({ href, children, ...looks }: Looks & { href: string; children: ReactNode }) {
  return (
    <KitLink href={href} className={classesOf(looks)}>
      {children}
    </KitLink>
  );
}
