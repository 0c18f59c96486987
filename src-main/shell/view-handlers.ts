import type { LibraryReader } from '../app/library-reader.ts';
import type { MapController } from '../app/map-controller.ts';
import type { Handlers, OperationName } from '../contract/operations/index.ts';

/** The operations of the library's views beside its table. */
export function createViewHandlers(
  reader: LibraryReader,
  map: MapController,
): Pick<Handlers, Extract<OperationName, `views.${string}`>> {
  return {
    'views.overview': ({ selection }) => reader.overview(selection),
    'views.albums': ({ selection }) => reader.albums(selection),
    'views.albumRows': ({ ids }) => reader.albumRows(ids),
    'views.map': () => map.map(),
    'views.cancelMap': () => {
      map.cancel();
      return null;
    },
    'views.mapGroups': ({ by }) => reader.mapGroups(by),
  };
}
