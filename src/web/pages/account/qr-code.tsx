import type { ReactNode } from 'react';
import { encode } from 'uqr';

/** Black on white in any theme: cameras expect it so. */
export function QrCode(props: { readonly text: string; readonly label: string }): ReactNode {
  const { data, size } = encode(props.text, { border: 3 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={props.label}>
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
