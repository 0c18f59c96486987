/**
 * The media types by which desktops know the files that the app opens, as shared-mime-info names them, and their
 * extensions without dots.
 */
export const MEDIA_TYPES: Readonly<Record<string, readonly string[]>> = {
  'audio/mpeg': ['mp3'],
  'audio/mp2': ['mp2'],
  'audio/flac': ['flac'],
  'audio/ogg': ['ogg', 'oga'],
  'audio/x-opus+ogg': ['opus'],
  'audio/x-speex': ['spx'],
  'audio/mp4': ['m4a', 'mp4', 'm4p', 'alac'],
  'audio/x-m4b': ['m4b'],
  'audio/aac': ['aac'],
  'audio/x-wav': ['wav', 'wave', 'bwf'],
  'audio/x-aiff': ['aif', 'aiff'],
  'audio/x-aifc': ['aifc'],
  'audio/x-ms-wma': ['wma'],
  'application/vnd.ms-asf': ['asf'],
  'audio/x-ape': ['ape'],
  'audio/x-wavpack': ['wv'],
  'audio/x-musepack': ['mpc'],
  'audio/x-tta': ['tta'],
  'audio/x-dsf': ['dsf'],
  'audio/x-dff': ['dff'],
  'audio/x-caf': ['caf'],
  'audio/x-matroska': ['mka'],
};

/** What desktops call a folder. */
export const FOLDER_TYPE = 'inode/directory';
