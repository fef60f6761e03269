import './palette.css';
import { useNavigate } from '@tanstack/react-router';
import type { KeyboardEvent, ReactNode } from 'react';
import { useId, useState } from 'react';
import { useSession } from '../data/session.ts';
import { Dialog } from '../design/dialog.tsx';
import type { Hit } from './hits.ts';
import { usePaletteHits } from './palette-hits.ts';

/** Anything by its name, from anywhere: `/` or Ctrl-K. Arrows choose, Enter goes there. */
export function Palette({ onClose }: { readonly onClose: () => void }): ReactNode {
  const navigate = useNavigate();
  const session = useSession();
  const list = useId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const { hits, isPending } = usePaletteHits(text, session);
  const at = Math.min(chosen, hits.length - 1);
  const go = (hit: Hit | undefined): void => {
    if (!hit) return;
    onClose();
    void navigate(hit.place);
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && hits.length > 0) {
      event.preventDefault();
      setChosen((at + step + hits.length) % hits.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(hits[at]);
    }
  };
  return (
    <Dialog title="Go to" wide onClose={onClose}>
      <input
        className="search-box palette-box"
        role="combobox"
        aria-label="Repository, tag, package, vulnerability or page"
        placeholder="Repository, tag, package, vulnerability or page"
        aria-expanded={hits.length > 0}
        aria-controls={list}
        aria-activedescendant={hits[at] ? `${list}-${at}` : undefined}
        aria-autocomplete="list"
        autoFocus
        autoComplete="off"
        spellCheck={false}
        value={text}
        onKeyDown={press}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          setChosen(0);
        }}
      />
      <Hits list={list} hits={hits} at={at} onChoose={setChosen} onGo={go} />
      <p className="muted" role="status">
        {hits.length === 0 && (isPending ? 'Searching ...' : 'Nothing found')}
      </p>
    </Dialog>
  );
}

function Hits(props: {
  readonly list: string;
  readonly hits: readonly Hit[];
  readonly at: number;
  readonly onChoose: (at: number) => void;
  readonly onGo: (hit: Hit) => void;
}): ReactNode {
  const { list, hits, at, onChoose, onGo } = props;
  return (
    <div className="palette-list" id={list} role="listbox" aria-label="Found">
      {hits.map((hit, index) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the box has them
        <div
          key={hit.id}
          id={`${list}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          className={index === at ? 'palette-hit palette-chosen' : 'palette-hit'}
          onPointerMove={() => onChoose(index)}
          onClick={() => onGo(hit)}
        >
          <span>{hit.text}</span>
          <span className="muted">{hit.kind}</span>
        </div>
      ))}
    </div>
  );
}
