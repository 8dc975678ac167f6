import { Link } from 'react-aria-components';
import './shell.css';

/** Whose pages these are. */
export function Wordmark({ href }: { href: string }) {
  return (
    <Link href={href} className="wordmark">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M5 3h9l5 5v13H5zM14 3v5h5M8.5 13h7M8.5 17h4" />
      </svg>
      Avenant
    </Link>
  );
}

/** Above a page for nobody in particular. */
export function BareHeader() {
  return (
    <header className="header">
      <div className="header-row">
        <Wordmark href="/billing" />
      </div>
    </header>
  );
}
