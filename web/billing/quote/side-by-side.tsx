import type { ReactNode } from 'react';
import './quote.css';

/** A value of each of two columns, and what both are. */
export interface SideBySideRow {
  name: string;
  values: readonly [ReactNode, ReactNode];
}

interface SideBySideProps {
  columns: readonly [string, string];
  rows: readonly SideBySideRow[];
}

/** Two of a kind beside each other. A name stands over its two values: three columns would not fit on a telephone. */
export function SideBySide({ columns: [one, other], rows }: SideBySideProps) {
  return (
    <table className="side-by-side">
      <thead>
        <tr>
          <th scope="col">{one}</th>
          <th scope="col">{other}</th>
        </tr>
      </thead>
      {rows.map(({ name, values: [here, there] }) => (
        <tbody key={name}>
          <tr>
            <th scope="rowgroup" colSpan={2}>
              {name}
            </th>
          </tr>
          <tr>
            <td>{here}</td>
            <td>{there}</td>
          </tr>
        </tbody>
      ))}
    </table>
  );
}
