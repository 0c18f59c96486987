import { expect, it } from 'vitest';
import { mayBeMusic } from './may-be-music.ts';

it('takes files of music and folders that come or go for music, and nothing else', () => {
  const of = (type: 'create' | 'update' | 'delete', ...paths: string[]) =>
    paths.filter((path) => mayBeMusic({ type, path }));
  expect(of('update', '/m/a.mp3', '/m/cover.jpg', '/m/Album', '/m/b.FLAC')).toEqual(['/m/a.mp3', '/m/b.FLAC']);
  expect(of('create', '/m/Album', '/m/Vol. 2', '/m/notes.txt')).toEqual(['/m/Album', '/m/Vol. 2']);
  expect(of('delete', '/m/Album', '/m/a.opus', '/m/library.db')).toEqual(['/m/Album', '/m/a.opus']);
});
