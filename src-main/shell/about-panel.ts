import { app } from 'electron';
import { texts } from '../texts/index.ts';

/** What the system's own panel about the app says. */
export function setupAboutPanel(): void {
  app.setAboutPanelOptions({
    applicationVersion: app.getVersion(),
    version: '',
    copyright: texts.help.about.copyright,
  });
}
