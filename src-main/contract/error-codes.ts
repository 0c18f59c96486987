/** Every way in which something can fail that a user may hear of. */
export type ErrorCode =
  | 'file-not-found'
  | 'file-unreadable'
  | 'file-empty'
  | 'file-not-audio'
  | 'file-protected'
  | 'file-corrupt'
  | 'channels-unsupported'
  | 'folder-unreadable'
  | 'audio-too-short'
  | 'audio-silent'
  | 'decode-timeout'
  | 'decoder-missing'
  | 'model-missing'
  | 'model-invalid'
  | 'model-spec-unsupported'
  | 'provider-unavailable'
  | 'worker-crashed'
  | 'inspection-crashed'
  | 'cancelled'
  | 'file-read-only'
  | 'file-locked'
  | 'file-changed'
  | 'disk-full'
  | 'disk-failure'
  | 'written-unsure'
  | 'repair-pending'
  | 'attributes-lost'
  | 'hard-linked'
  | 'journal-newer'
  | 'output-refused'
  | 'tags-unsupported'
  | 'tags-verification-failed'
  | 'batch-not-found'
  | 'backup-missing'
  | 'library-newer'
  | 'library-locked'
  | 'library-damaged'
  | 'library-missing'
  | 'library-read-only'
  | 'library-unreadable'
  | 'library-copy-missing'
  | 'settings-invalid'
  | 'genre-map-invalid'
  | 'folder-not-found'
  | 'folder-not-made'
  | 'labels-invalid'
  | 'labels-none'
  | 'genres-unknown'
  | 'training-data'
  | 'training-changed'
  | 'labelled-file-gone'
  | 'training-crashed'
  | 'checkpoint-damaged'
  | 'model-name-taken'
  | 'model-exists'
  | 'base-unsuitable'
  | 'request-invalid'
  | 'busy'
  | 'unexpected';

/** What a person reads: what happened, what was not lost, what to do. */
export interface ErrorText {
  readonly title: string;
  readonly advice: string;
}

/** The one table from a code to words; the command line, the app and its log read it. */
export const ERROR_TEXTS: Readonly<Record<ErrorCode, ErrorText>> = {
  'file-not-found': { title: 'The file is gone', advice: 'It was moved or deleted. Scan the folder again to find it.' },
  'file-unreadable': { title: 'The file cannot be read', advice: 'Check its permissions. Nothing was changed.' },
  'file-empty': { title: 'The file is empty', advice: 'It holds no bytes; restore it from a backup or remove it.' },
  'file-not-audio': {
    title: 'No audio in this file',
    advice: 'It has no audio track that can be decoded. Nothing was changed.',
  },
  'file-protected': {
    title: 'The file is copy-protected',
    advice: 'Protected files cannot be decoded by anyone but their shop’s player.',
  },
  'file-corrupt': { title: 'The audio is damaged', advice: 'It could not be decoded. The file was not touched.' },
  'channels-unsupported': {
    title: 'The channels cannot be mixed',
    advice:
      'FFmpeg does not know how its channels belong together. Export the file as stereo to have it heard. ' +
      'Nothing was changed.',
  },
  'folder-unreadable': { title: 'The folder cannot be read', advice: 'Check its permissions, then scan again.' },
  'audio-too-short': { title: 'Too short to judge', advice: 'At least one second of sound is needed.' },
  'audio-silent': { title: 'Only silence', advice: 'There is nothing to hear in the analysed part.' },
  'decode-timeout': {
    title: 'Decoding took too long',
    advice: 'The decoder stopped answering and was ended. The scan went on.',
  },
  'decoder-missing': {
    title: 'No decoder found',
    advice: 'Run the system check (genrescope doctor); reinstalling restores the built-in decoder.',
  },
  'model-missing': { title: 'The model is not there', advice: 'Choose another model or reinstall the app.' },
  'model-invalid': {
    title: 'The model cannot be used',
    advice: 'Its card or its network is damaged. Choose another model.',
  },
  'model-spec-unsupported': {
    title: 'The model needs another front end',
    advice: 'It was trained on features that this version does not compute. Update the app or choose another model.',
  },
  'provider-unavailable': {
    title: 'This processor cannot be used',
    advice: 'Choose “auto” or “cpu”; the system check names what is missing.',
  },
  'inspection-crashed': {
    title: 'Looking into the track ended unexpectedly',
    advice: 'Nothing was changed. Close the inspector and open the track again.',
  },
  'worker-crashed': {
    title: 'The analysis stopped on this file',
    advice: 'The worker was restarted and the other files went on.',
  },
  cancelled: { title: 'Cancelled', advice: 'What was finished is kept.' },
  'file-read-only': {
    title: 'The file or its folder is read-only',
    advice: 'Nothing was changed there. Allow writing and try again.',
  },
  'file-locked': {
    title: 'Another program is using the file',
    advice: 'It was left as it was. Close the other program and apply again.',
  },
  'file-changed': {
    title: 'The file was changed since',
    advice: 'It was left as it is, so that no newer edit is lost.',
  },
  'disk-full': { title: 'The disk is full', advice: 'What was there is as it was. Free some space and try again.' },
  'disk-failure': { title: 'The disk reported an error', advice: 'The file was left as it was. Check the disk.' },
  'written-unsure': {
    title: 'The file was written, but the disk may not keep it',
    advice: 'The disk failed when it was asked to make the change last. Check the disk; the change can be undone.',
  },
  'repair-pending': {
    title: 'The file is half written',
    advice:
      'The disk failed while a file with several names was overwritten. ' +
      'Its whole copy lies beside it: start Genrescope again, or run genrescope undo, and it is repaired.',
  },
  'attributes-lost': {
    title: 'The file has attributes that cannot be kept',
    advice: 'It was left as it was. A setting lets files be written without them.',
  },
  'hard-linked': {
    title: 'The file has other names (hard links)',
    advice: 'It was left as it was. A setting lets such files be written under all their names.',
  },
  'journal-newer': {
    title: 'This batch was written by a newer version',
    advice: 'Update the app to undo it. Nothing was changed.',
  },
  'output-refused': {
    title: 'The output would replace something else',
    advice: 'Nothing was written. Choose another name.',
  },
  'tags-unsupported': { title: 'Tags cannot be written in this format', advice: 'The file was left as it was.' },
  'tags-verification-failed': {
    title: 'The rewritten copy was not perfect',
    advice: 'It was thrown away and the file was left as it was.',
  },
  'batch-not-found': { title: 'No such batch of changes', advice: 'List the batches to see which can be undone.' },
  'backup-missing': { title: 'The original bytes are not there any more', advice: 'The file was left as it is.' },
  'library-newer': {
    title: 'The library is from a newer version',
    advice: 'Update the app. The library was not touched.',
  },
  'library-locked': { title: 'The library is in use', advice: 'Close the other Genrescope and try again.' },
  'library-damaged': {
    title: 'The library is damaged',
    advice:
      'It was left as it is. “genrescope library check” tells more, ' +
      '“genrescope library restore” brings back the newest sound copy, and with --new begins an empty library; ' +
      'the damaged file is kept either way.',
  },
  'library-missing': {
    title: 'The library is gone',
    advice: '“genrescope library restore” brings back the newest copy, and with --new begins an empty library.',
  },
  'library-read-only': {
    title: 'The library cannot be written',
    advice:
      'Allow writing to the file and its folder, or set GENRESCOPE_HOME to a folder that can be written. ' +
      'Nothing was changed.',
  },
  'library-unreadable': {
    title: 'The library cannot be opened',
    advice: 'Check the permissions of the file and of its folder, and the disk. Nothing was changed.',
  },
  'library-copy-missing': {
    title: 'No copy of the library can be used',
    advice: '“genrescope library restore --list” lists the copies. Nothing was changed.',
  },
  'settings-invalid': {
    title: 'The settings were not wholly understood',
    advice: 'Defaults stand in for what was not.',
  },
  'genre-map-invalid': {
    title: 'The genre map was not understood',
    advice: 'It must be a JSON object from genre to name or null.',
  },
  'folder-not-found': {
    title: 'There is no such folder',
    advice: 'Look for a slip in its name, or put it back. Nothing was changed.',
  },
  'folder-not-made': {
    title: 'A folder cannot be made',
    advice:
      'Nothing was changed. Name a folder where you may write; GENRESCOPE_HOME says where the app keeps its own data.',
  },
  'labels-invalid': {
    title: 'The table of labels cannot be used',
    advice:
      'It must be a CSV file in UTF-8 with the columns path and genre, separated by commas, semicolons or tabs, ' +
      'and may have artist and album. Nothing was changed.',
  },
  'labels-none': {
    title: 'There are no labels to export',
    advice: 'The table that is there was left as it is; remove it if an empty one is meant.',
  },
  'genres-unknown': {
    title: 'The model knows none of these genres',
    advice: 'Name folders or labels as the model names its genres. Nothing was changed.',
  },
  'training-data': {
    title: 'Not enough labelled music',
    advice:
      'Give several tracks that can be decoded for each of at least two genres: ' +
      'in folders named after them, or by labels. Nothing was changed.',
  },
  'training-changed': {
    title: 'The music or the options are not those that the training began with',
    advice:
      'What it had learned is kept. Put them back as they were and resume; or begin anew: ' +
      'by Discard in the app, without --resume on the command line.',
  },
  'labelled-file-gone': {
    title: 'A labelled file is gone or cannot be read any more',
    advice:
      'The training cannot go on without it. What it had learned and your labels are kept: ' +
      'bring the file back and resume, or discard and train again.',
  },
  'training-crashed': {
    title: 'The training ended unexpectedly',
    advice: 'What it had learned up to its last whole epoch is kept. Resume goes on from there.',
  },
  'checkpoint-damaged': {
    title: 'The checkpoint is damaged',
    advice:
      'The training cannot go on from it; your music was only read. ' +
      'Begin anew: by Discard in the app, without --resume on the command line.',
  },
  'model-name-taken': {
    title: 'A model that comes with the app has this name',
    advice: 'Choose another name. Nothing was changed.',
  },
  'model-exists': {
    title: 'There is a model of this name already',
    advice: 'Choose another folder, or rename that one. Nothing was replaced.',
  },
  'base-unsuitable': {
    title: 'This model cannot be built upon',
    advice: 'Choose a model that came with the app, or one that was trained from scratch in it.',
  },
  'request-invalid': { title: 'The request was not understood', advice: 'Nothing was done.' },
  busy: { title: 'Something else is running', advice: 'Wait for it or cancel it first.' },
  unexpected: {
    title: 'Something unexpected happened',
    advice: 'Nothing of yours was changed. Help → Open Logs shows the details.',
  },
};
