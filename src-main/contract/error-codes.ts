import type { ErrorText } from './error-text.ts';
import { NETWORK_ERROR_TEXTS } from './network-errors.ts';
import { PAGE_ERROR_TEXTS } from './page-errors.ts';
import { UPDATE_ERROR_TEXTS } from './update-errors.ts';

const TEXTS = {
  'file-not-found': {
    title: 'The file is gone',
    advice: 'The file was moved, renamed or deleted. Nothing was changed.',
  },
  'file-unreadable': {
    title: 'The file cannot be read',
    advice: 'Check the permissions of the file. Nothing was changed.',
  },
  'file-empty': {
    title: 'The file is empty',
    advice: 'The file has no content. Restore it from a backup, or delete it.',
  },
  'file-not-audio': {
    title: 'The file has no audio',
    advice: 'The file has no audio track that can be decoded. Nothing was changed.',
  },
  'file-slow': {
    title: 'The file took too long to read',
    advice:
      'Its tags are damaged, or far larger than other files have. Reading was stopped and nothing was changed. ' +
      'Repair the tags with another program, then scan again.',
  },
  'file-protected': {
    title: 'The file is copy-protected',
    advice: 'Only the player of the shop that sold the file can decode it. Nothing was changed.',
  },
  'file-corrupt': { title: 'The audio is damaged', advice: 'The file could not be decoded. It was not changed.' },
  'channels-unsupported': {
    title: 'The channels cannot be mixed',
    advice:
      'FFmpeg does not know the channel layout of the file. Export the file as stereo to analyse it. Nothing was changed.',
  },
  'folder-unreadable': {
    title: 'The folder cannot be read',
    advice: 'Check the permissions of the folder, then scan again.',
  },
  'folder-overlaps': {
    title: 'The folder overlaps a folder of the library',
    advice: 'It lies in a folder of the library, or holds one. Choose another folder, or open this one instead.',
  },
  'audio-too-short': { title: 'The track is too short', advice: 'The analysis needs at least one second of sound.' },
  'audio-silent': { title: 'The track is silent', advice: 'The analysed part of the track has no sound.' },
  'decode-timeout': {
    title: 'Decoding took too long',
    advice:
      'The decoder did not respond, or needed too much memory, and was ended. The scan continued with the other files.',
  },
  'decoder-missing': {
    title: 'No decoder was found',
    advice: 'Run the system check (genrescope doctor). Reinstalling the app restores the built-in decoder.',
  },
  'model-missing': { title: 'The model was not found', advice: 'Choose another model, or reinstall the app.' },
  'model-invalid': {
    title: 'The model cannot be used',
    advice: 'The card or the network of the model is damaged. Choose another model.',
  },
  'model-too-slow': {
    title: 'The model took too long and was ended',
    advice: 'A model may not compute without end. It is not used. Choose another model. Nothing was changed.',
  },
  'model-spec-unsupported': {
    title: 'The model needs features that this version cannot compute',
    advice: 'Update the app, or choose another model.',
  },
  'provider-unavailable': {
    title: 'This processor cannot be used',
    advice: 'Choose “auto” or “cpu”. The system check shows what is missing.',
  },
  'inspection-crashed': {
    title: 'The inspection ended unexpectedly',
    advice: 'Nothing was changed. Close the inspector and open the track again.',
  },
  'worker-crashed': {
    title: 'The analysis stopped on this file',
    advice: 'The analysis was restarted and continued with the other files.',
  },
  'playlist-unreadable': {
    title: 'The playlist cannot be read',
    advice: 'Nothing was changed. It must be an ordinary file of at most 8 MB. Scan the folder again if it is gone.',
  },
  cancelled: { title: 'Cancelled', advice: 'Finished work is kept.' },
  'file-read-only': {
    title: 'The file or its folder is read-only',
    advice: 'The file was not changed. Allow writing and try again.',
  },
  'file-locked': {
    title: 'Another program is using the file',
    advice: 'The file was not changed. Close the other program and try again.',
  },
  'file-changed': {
    title: 'The file changed in the meantime',
    advice: 'The file was left as it is, so that no newer edit is lost.',
  },
  'disk-full': { title: 'The disk is full', advice: 'The file was not changed. Free some space and try again.' },
  'disk-failure': { title: 'The disk reported an error', advice: 'The file was not changed. Check the disk.' },
  'written-unsure': {
    title: 'The file was written, but the disk may lose the change',
    advice: 'The disk failed to confirm that the change is stored. Check the disk. The change can be undone.',
  },
  'repair-pending': {
    title: 'The file is half written',
    advice:
      'The disk failed while a file with several names (hard links) was overwritten. A complete copy is in the same folder. ' +
      'Start Genrescope again, or run “genrescope undo”, to repair the file.',
  },
  'attributes-lost': {
    title: 'The file has attributes that cannot be kept',
    advice: 'The file was not changed. The setting “Attributes that cannot be kept” allows writing it without them.',
  },
  'hard-linked': {
    title: 'The file has other names (hard links)',
    advice: 'The file was not changed. The setting “Files with several names” allows writing all its names.',
  },
  'journal-newer': {
    title: 'This batch was written by a newer version',
    advice: 'Update the app to undo it. Nothing was changed.',
  },
  'output-refused': {
    title: 'The output would replace another file',
    advice: 'Nothing was written. Choose another name.',
  },
  'tags-unsupported': { title: 'Tags cannot be written in this format', advice: 'The file was not changed.' },
  'tags-verification-failed': {
    title: 'The rewritten copy failed verification',
    advice: 'The copy was deleted. The file was not changed.',
  },
  'batch-not-found': { title: 'The batch was not found', advice: 'List the batches to see which can be undone.' },
  'backup-missing': {
    title: 'The original bytes are missing',
    advice: 'The file was left as it is. Restore it from a backup.',
  },
  'library-newer': {
    title: 'The library is from a newer version',
    advice:
      'The library was not changed. Update the app to use it. To stay with this version, “genrescope library restore --newest” ' +
      'puts the newest copy that this version understands in its place, as the one that was made before the update; ' +
      'the newer library is kept beside it.',
  },
  'library-locked': { title: 'The library is in use', advice: 'Close the other Genrescope and try again.' },
  'library-damaged': {
    title: 'The library is damaged',
    advice:
      'The file was left as it is. “genrescope library check” shows the damage. ' +
      '“genrescope library restore” restores the newest intact copy, and “genrescope library restore --new” creates ' +
      'an empty library. The damaged file is kept.',
  },
  'library-missing': {
    title: 'The library is gone',
    advice:
      '“genrescope library restore” restores the newest copy, and “genrescope library restore --new” creates an empty library.',
  },
  'library-read-only': {
    title: 'The library cannot be written',
    advice:
      'Allow writing to the file and its folder, or name a writable data folder by --data-dir or GENRESCOPE_HOME. ' +
      'Nothing was changed.',
  },
  'library-unreadable': {
    title: 'The library cannot be opened',
    advice: 'Check the permissions of the file and of its folder, and the disk. Nothing was changed.',
  },
  'library-copy-missing': {
    title: 'No copy of the library can be used',
    advice: 'List the copies with “genrescope library restore --list”. Nothing was changed.',
  },
  'settings-invalid': {
    title: 'Some settings are invalid',
    advice: 'The app uses the defaults for these settings.',
  },
  'genre-map-invalid': {
    title: 'The genre map is invalid',
    advice: 'The map must be a JSON object that gives each genre a name or null.',
  },
  'folder-not-found': {
    title: 'The folder was not found',
    advice: 'Check its name, and whether its drive is connected. Nothing was changed.',
  },
  'folder-of-others': {
    title: 'None of the library’s files is in this folder',
    advice: 'Nothing was changed. Choose the folder that holds what the music folder held.',
  },
  'folder-not-made': {
    title: 'The folder cannot be created',
    advice:
      'Nothing was changed. Choose a folder in which you may write. --data-dir or GENRESCOPE_HOME sets the folder of the ' +
      'app’s own data.',
  },
  'data-folder-read-only': {
    title: 'The data folder cannot be written',
    advice:
      'Nothing was changed, and no other folder is used instead. Allow writing to the folder, or name another one by ' +
      '--data-dir or GENRESCOPE_HOME.',
  },
  'labels-invalid': {
    title: 'The table of labels cannot be used',
    advice:
      'The table must be a CSV file in UTF-8 with the columns path and genre, ' +
      'and optionally artist and album, separated by commas, semicolons or tabs. Nothing was changed.',
  },
  'results-invalid': {
    title: 'The file of results cannot be used',
    advice:
      'It must be what “genrescope analyze FOLDER --shard I/N --json” printed. What was merged before it is kept, and ' +
      'merging it again does no harm.',
  },
  'results-of-other-model': {
    title: 'The results were made in another way than the library’s',
    advice:
      'They were not merged. Analyse the files again with the model and the window that the library needs, or change its ' +
      'settings (genrescope promote, genrescope settings window).',
  },
  'labels-none': {
    title: 'There are no labels to export',
    advice: 'The existing table was not changed. Label some tracks, or delete the table yourself.',
  },
  'genres-unknown': {
    title: 'The model knows none of these genres',
    advice: 'Give the folders or labels the names of the model’s genres. Nothing was changed.',
  },
  'training-data': {
    title: 'Not enough labelled music',
    advice:
      'Training needs several tracks that can be decoded for each of at least two genres, ' +
      'in folders named after the genres or with labels. Nothing was changed.',
  },
  'sound-needed': {
    title: 'This network needs the sound itself',
    advice:
      'Stored spectrograms are not enough for it. Give it audio files, in folders or with labels. Nothing was changed.',
  },
  'training-changed': {
    title: 'The music or the options changed since the training started',
    advice:
      'The trained epochs are kept. Undo the changes and resume, or start a new training: with Discard in the app, ' +
      'without --resume on the command line.',
  },
  'labelled-file-gone': {
    title: 'A labelled file is missing or cannot be read',
    advice:
      'The training cannot continue without the file. The trained epochs and your labels are kept. ' +
      'Restore the file and resume, or discard the training and train again.',
  },
  'training-crashed': {
    title: 'The training ended unexpectedly',
    advice: 'The trained epochs are kept. Resume continues after the last one.',
  },
  'checkpoint-damaged': {
    title: 'The checkpoint is damaged',
    advice:
      'The training cannot be resumed. Your music was only read. Start a new training: with Discard in the app, ' +
      'without --resume on the command line.',
  },
  'model-name-taken': {
    title: 'A model that comes with the app has this name',
    advice: 'Choose another name. Nothing was changed.',
  },
  'model-exists': {
    title: 'A model of this name already exists',
    advice: 'Choose another folder, or rename the existing one. Nothing was replaced.',
  },
  'model-not-own': {
    title: 'This model comes with the app',
    advice: 'Only your own models can be renamed or deleted. Nothing was changed.',
  },
  'model-in-use': {
    title: 'The model is in use',
    advice: 'Choose another model first. Nothing was changed.',
  },
  'base-unsuitable': {
    title: 'This model cannot be retrained',
    advice: 'Choose a model that came with the app, or one that was trained from scratch in it.',
  },
  ...NETWORK_ERROR_TEXTS,
  ...PAGE_ERROR_TEXTS,
  ...UPDATE_ERROR_TEXTS,
  'request-invalid': { title: 'The request is invalid', advice: 'Nothing was changed.' },
  busy: { title: 'Another task is running', advice: 'Wait until it ends, or cancel it.' },
  unexpected: {
    title: 'An unexpected error occurred',
    advice: 'Help → Open Logs shows the details; the history shows which files were written.',
  },
} as const satisfies Readonly<Record<string, ErrorText>>;

/** The code of every failure that is reported to the user. */
export type ErrorCode = keyof typeof TEXTS;

/** The one table of error texts, for the page, notices, dialogs and the command line. */
export const ERROR_TEXTS: Readonly<Record<ErrorCode, ErrorText>> = TEXTS;
