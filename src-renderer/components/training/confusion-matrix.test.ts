import { render } from 'svelte/server';
import { expect, it } from 'vitest';
import ConfusionMatrix from './ConfusionMatrix.svelte';

it('names genres as people write them, not as models store them', () => {
  const { body } = render(ConfusionMatrix, {
    props: {
      title: '3 tracks',
      genres: ['hiphop', 'rnb', 'My genre'],
      confusion: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    },
  });
  const heads = [...body.matchAll(/<th scope="(?:col|row)"[^>]*title="([^"]*)"[^>]*>([^<]*)</g)];
  const names = ['Hip-Hop', 'R&amp;B', 'My genre'];
  expect(heads.map(([, title]) => title)).toEqual([...names, ...names]);
  expect(heads.map(([, , text]) => text?.trim())).toEqual([...names, ...names]);
});
