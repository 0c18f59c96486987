// The peer of `npm run bench:inspect`: wavesurfer.js with its own spectrogram plugin, in the same browser as the app.
import { app, BrowserWindow } from 'electron';
import { join } from 'node:path';

app.whenReady().then(() => {
  // A page from the disk may only read other files without this.
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences: { webSecurity: false } });
  void window.loadFile(join(import.meta.dirname, 'index.html'));
});
