import { type ReactNode, useId } from 'react';
import { Button as KitButton } from 'react-aria-components';
import './parts.css';

interface OpenerProps {
  label: string;
  /** What it is about, for whoever hears the button alone. */
  aloud?: string;
  kind?: 'filled' | 'quiet' | 'plain';
  isOpen: boolean;
  onOpen(isOpen: boolean): void;
  /** Read and drawn while it is open. */
  children: ReactNode;
}

/** A button with more under it, where it stands. */
export function Opener({ label, aloud, kind = 'quiet', isOpen, onOpen, children }: OpenerProps) {
  const panel = useId();
  return (
    <div className="opener">
      <KitButton
        className={`button small ${isOpen ? 'plain' : kind}`}
        aria-expanded={isOpen}
        {...(isOpen ? { 'aria-controls': panel } : {})}
        onPress={() => onOpen(!isOpen)}
      >
        {label}
        {aloud !== undefined && <span className="aloud">{aloud}</span>}
      </KitButton>
      {isOpen && (
        <section id={panel} aria-label={label} className="opened">
          {children}
        </section>
      )}
    </div>
  );
}
