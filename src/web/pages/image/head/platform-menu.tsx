import type { ReactNode } from 'react';
import { Button } from '../../../design/button.tsx';
import { Menu } from '../../../design/fields.tsx';
import type { ShownImage } from '../shown-image.ts';
import { useImageSearch } from '../use-image-search.ts';

/** The platform that is shown; another one where there is another. */
export function PlatformMenu({ image }: { readonly image: ShownImage }): ReactNode {
  const { show } = useImageSearch();
  const platforms = image.analysis?.platforms ?? [];
  const present = image.shown?.platform ?? '';
  if (platforms.length < 2) return <span>{present}</span>;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button small aria-label={`Platform: ${present}, of ${platforms.length}`}>
          {present} <span aria-hidden="true">▾</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {platforms.map(({ platform, digest }) => (
          <Menu.Item
            key={digest}
            role="menuitemradio"
            aria-checked={platform === present}
            onClick={() => show({ platform, layer: undefined, open: undefined })}
          >
            {platform}
            {platform === present ? ' ✓' : ''}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
