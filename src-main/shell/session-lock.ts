import type { Session } from 'electron';

/** What a page may ask the system for: nothing. Copying the system check's text needs the one write permission. */
const ALLOWED_PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/**
 * Closes a session as soon as it is made, before anything is loaded in it: no dictionary of the spelling checker is looked
 * for, no permission and no device is given, and no file is saved by the page.
 */
export function lockSession(session: Session): void {
  // At the app's start Chromium would ask a server of Google's for a dictionary, whether a window checks spelling or not.
  session.setSpellCheckerLanguages([]);
  session.setSpellCheckerEnabled(false);
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(ALLOWED_PERMISSIONS.has(permission)));
  session.setPermissionCheckHandler((_contents, permission) => ALLOWED_PERMISSIONS.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.on('select-hid-device', (event, _details, choose) => refuse(event, () => choose(null)));
  session.on('select-usb-device', (event, _details, choose) => refuse(event, () => choose()));
  session.on('select-serial-port', (event, _ports, _contents, choose) => refuse(event, () => choose('')));
  session.on('will-download', (event) => event.preventDefault());
}

function refuse(event: { preventDefault(): void }, choose: () => void): void {
  event.preventDefault();
  choose();
}
