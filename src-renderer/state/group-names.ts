import type { TrackGroup } from '../../src-main/contract/library.ts';
import type { TrackRow } from '../../src-main/contract/track.ts';
import { texts } from '../../src-main/texts/index.ts';
import { baseName } from './format.ts';

/** What a group is called. @param track one of its tracks, which names an album; empty while that is not known */
export function groupName({ by, value }: TrackGroup, track: TrackRow | undefined): string {
  const { views } = texts;
  const names: Readonly<Record<TrackGroup['by'], string>> = {
    format: value.toUpperCase() || views.noExtension,
    agreement: Object.entries(views.agreements).find(([agreement]) => agreement === value)?.[1] ?? value,
    album: track ? track.album || baseName(track.folder) : '',
  };
  return names[by];
}

/** A group with its kind: “Format: MP3”. @param track see {@link groupName} */
export function groupText(group: TrackGroup, track: TrackRow | undefined): string {
  const kind = texts.views.group[group.by];
  const name = groupName(group, track);
  return name === '' ? kind : texts.views.partShown({ kind, name });
}
