/*
 * Shows the page with a made-up library, without the main process. The address says how it behaves:
 * tracks=10000 or tracks=none, latency=80, fail=library.query, scan=200, theme=dark, notice=1.
 * With #components it shows all shared components in all their states.
 */
import { mount } from 'svelte';
import type { OperationName } from '../../src-main/contract/operations/index.ts';
import type { Theme } from '../../src-main/contract/values.ts';
import App from '../App.svelte';
import { createClient } from '../api/bridge.ts';
import { Stores } from '../state/stores.svelte.ts';
import '../styles/app.css';
import ComponentsPage from './ComponentsPage.svelte';
import { FakeBridge } from './fake/fake-bridge.ts';

const wishes = new URLSearchParams(location.search);
const numberOf = (name: string): number | null => (wishes.has(name) ? Number(wishes.get(name)) : null);

const REPAIRED = {
  id: 'repaired',
  severity: 'warning',
  title: 'The app was closed while it wrote.',
  detail: 'Two files were put back as they were.',
} as const;

const bridge = new FakeBridge({
  tracks: wishes.get('tracks') === 'none' ? null : (numberOf('tracks') ?? 10_000),
  latencyMs: numberOf('latency') ?? 30,
  failing: wishes.getAll('fail') as OperationName[],
  scanFrom: numberOf('scan'),
  settings: { theme: (wishes.get('theme') ?? 'system') as Theme },
  notices: wishes.has('notice') ? [REPAIRED] : [],
});

const target = document.querySelector('#app');
const Page = location.hash === '#components' ? ComponentsPage : App;
if (target) mount(Page, { target, props: { stores: new Stores(createClient(bridge)) } });
Object.assign(window, { fakeBridge: bridge });
window.addEventListener('hashchange', () => location.reload());
