/** What a library of the newest schema holds. */
export const TABLES: readonly string[] = [
  'analyses',
  'genre_spellings',
  'genres',
  'label_sounds',
  'label_steps',
  'labels',
  'library_folders',
  'model_styles',
  'moved_files',
  'search_folding',
  'tag_batches',
  'track_search',
  'tracks',
  'undone_steps',
];

/** The second likeliest genre of an analysis: a row of `analyses`, or what a trigger calls it. */
const secondGenre = (analysis: string): string => `
  (SELECT json_extract(${analysis}.genres, '$[' || share.key || ']')
  FROM json_each(iif(json_valid(${analysis}.probabilities), ${analysis}.probabilities, '[]')) AS share
  WHERE json_valid(${analysis}.genres)
  ORDER BY share.value DESC LIMIT 1 OFFSET 1)`;

/** The schema's steps; a released step is never changed, only followed by another. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE tracks (
    id INTEGER PRIMARY KEY,
    root TEXT NOT NULL,
    path TEXT NOT NULL UNIQUE,
    file_name TEXT NOT NULL,
    folder TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    artist TEXT NOT NULL DEFAULT '',
    album TEXT NOT NULL DEFAULT '',
    genres TEXT NOT NULL DEFAULT '[]',
    duration REAL,
    status TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'done', 'failed', 'missing')),
    error_code TEXT,
    error_message TEXT,
    predicted TEXT,
    confidence REAL,
    disagrees INTEGER NOT NULL DEFAULT 0,
    search_text TEXT NOT NULL DEFAULT ''
  );
  CREATE INDEX tracks_by_root ON tracks (root, status);
  CREATE TABLE analyses (
    track_id INTEGER PRIMARY KEY REFERENCES tracks (id) ON DELETE CASCADE,
    model TEXT NOT NULL,
    spec_hash TEXT NOT NULL,
    window TEXT NOT NULL,
    provider TEXT NOT NULL,
    genres TEXT NOT NULL,
    probabilities TEXT NOT NULL,
    timeline TEXT NOT NULL,
    analysed_seconds REAL NOT NULL,
    analysed_at TEXT NOT NULL
  );
  CREATE TABLE tag_batches (
    batch_id TEXT PRIMARY KEY,
    created_at TEXT NOT NULL,
    folder TEXT NOT NULL,
    files INTEGER NOT NULL,
    undone INTEGER NOT NULL
  )`,
  'ALTER TABLE tag_batches ADD COLUMN refused INTEGER NOT NULL DEFAULT 0',
  `
  ALTER TABLE analyses ADD COLUMN disagreement REAL;
  ALTER TABLE analyses ADD COLUMN members TEXT NOT NULL DEFAULT '[]'`,
  "ALTER TABLE tag_batches ADD COLUMN genres TEXT NOT NULL DEFAULT '[]'",
  'ALTER TABLE analyses ADD COLUMN embedding BLOB; ALTER TABLE analyses ADD COLUMN sketch BLOB',
  // Embeddings keep their lengths now; those without are computed anew.
  "ALTER TABLE analyses ADD COLUMN embedding_sizes TEXT NOT NULL DEFAULT '[]'; UPDATE analyses SET embedding = NULL",
  `
  CREATE TABLE labels (
    track_id INTEGER NOT NULL REFERENCES tracks (id),
    genre TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('hand', 'tags', 'import')),
    labelled_at TEXT NOT NULL,
    PRIMARY KEY (track_id, genre)
  );
  CREATE INDEX labels_by_genre ON labels (genre);
  CREATE TABLE label_steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    made_at TEXT NOT NULL,
    what TEXT NOT NULL,
    before TEXT NOT NULL
  )`,
  // Labels from folders, and labels that were kept when they were doubted.
  `
  CREATE TABLE labels_now (
    track_id INTEGER NOT NULL REFERENCES tracks (id),
    genre TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('hand', 'tags', 'folders', 'import')),
    labelled_at TEXT NOT NULL,
    is_confirmed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (track_id, genre)
  );
  INSERT INTO labels_now (track_id, genre, origin, labelled_at)
    SELECT track_id, genre, origin, labelled_at FROM labels;
  DROP TABLE labels;
  ALTER TABLE labels_now RENAME TO labels;
  CREATE INDEX labels_by_genre ON labels (genre);
  CREATE TABLE genres (
    name TEXT PRIMARY KEY,
    colour INTEGER,
    parent TEXT
  );
  CREATE TABLE genre_spellings (
    key TEXT PRIMARY KEY,
    spelling TEXT NOT NULL,
    genre TEXT
  )`,
  // Of the packets; of labelled tracks alone.
  'ALTER TABLE tracks ADD COLUMN sound_hash TEXT',
  // How many files of a batch still have what each model said.
  "ALTER TABLE tag_batches ADD COLUMN by_model TEXT NOT NULL DEFAULT '[]'",
  // The recording that was labelled, to be known again wherever it is.
  `
  CREATE TABLE label_sounds (
    track_id INTEGER PRIMARY KEY REFERENCES tracks (id) ON DELETE CASCADE,
    sound_hash TEXT NOT NULL,
    duration REAL,
    heard_as TEXT,
    embedding BLOB
  )`,
  // Genres as the app itself wrote them: they say nothing new.
  'ALTER TABLE tracks ADD COLUMN written_genres TEXT',
  // A model that learned from any label of a track cannot be evaluated by it.
  `
  ALTER TABLE tracks ADD COLUMN first_labelled_at TEXT;
  UPDATE tracks SET first_labelled_at = (SELECT min(labelled_at) FROM labels WHERE track_id = id)`,
  // Analyses from before heard the mean of the channels, or failed.
  "ALTER TABLE analyses ADD COLUMN heard_channel TEXT NOT NULL DEFAULT 'mix'",
  // Scores of styles and descriptors. What a model's card says of them is kept once; analyses name it by styles_spec,
  // which stays when another model predicts from the stored features.
  `
  CREATE TABLE model_styles (
    spec_hash TEXT PRIMARY KEY,
    styles TEXT NOT NULL
  );
  ALTER TABLE analyses ADD COLUMN styles_spec TEXT;
  ALTER TABLE analyses ADD COLUMN style_scores BLOB;
  ALTER TABLE tracks ADD COLUMN styles TEXT NOT NULL DEFAULT '[]';
  CREATE INDEX tracks_by_styles ON tracks (root, styles) WHERE styles <> '[]'`,
  // Finds letters within the texts of 100,000 tracks at once: every three that follow one another are listed. The list's
  // texts end at a NUL, so that tracks whose texts have one are listed apart.
  `
  CREATE VIRTUAL TABLE track_search USING fts5 (
    search_text, content = 'tracks', content_rowid = 'id', tokenize = 'trigram case_sensitive 1'
  );
  INSERT INTO track_search (track_search) VALUES ('rebuild');
  CREATE TRIGGER tracks_inserted AFTER INSERT ON tracks BEGIN
    INSERT INTO track_search (rowid, search_text) VALUES (new.id, new.search_text);
  END;
  CREATE TRIGGER tracks_deleted AFTER DELETE ON tracks BEGIN
    INSERT INTO track_search (track_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
  END;
  CREATE TRIGGER tracks_renamed AFTER UPDATE OF search_text ON tracks WHEN old.search_text <> new.search_text BEGIN
    INSERT INTO track_search (track_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
    INSERT INTO track_search (rowid, search_text) VALUES (new.id, new.search_text);
  END;
  CREATE INDEX tracks_with_nul ON tracks (id) WHERE instr(search_text, char(0)) > 0;
  CREATE INDEX tracks_by_path ON tracks (root, path);
  CREATE INDEX tracks_by_predicted ON tracks (root, predicted)`,
  // Embeddings side by side: analyses are five times as large.
  'CREATE INDEX analyses_by_spec ON analyses (spec_hash, track_id, embedding)',
  // Folders whose tracks belong to the library of another one.
  `
  CREATE TABLE library_folders (
    path TEXT PRIMARY KEY,
    root TEXT NOT NULL
  );
  CREATE INDEX library_folders_by_root ON library_folders (root)`,
  // What files tell besides names, bits a second; when the library first had a file, in milliseconds since 1970; the second
  // likeliest genre, since sorting 100,000 tracks by what their analyses hold takes seconds.
  `
  ALTER TABLE tracks ADD COLUMN year INTEGER;
  ALTER TABLE tracks ADD COLUMN bpm REAL;
  ALTER TABLE tracks ADD COLUMN format TEXT;
  ALTER TABLE tracks ADD COLUMN bit_rate INTEGER;
  ALTER TABLE tracks ADD COLUMN added_at INTEGER;
  ALTER TABLE tracks ADD COLUMN second_genre TEXT;
  UPDATE tracks SET second_genre = (SELECT ${secondGenre('analyses')} FROM analyses WHERE track_id = tracks.id);
  CREATE TRIGGER analyses_inserted AFTER INSERT ON analyses BEGIN
    UPDATE tracks SET second_genre = ${secondGenre('new')} WHERE id = new.track_id;
  END;
  CREATE TRIGGER analyses_changed AFTER UPDATE OF genres, probabilities ON analyses BEGIN
    UPDATE tracks SET second_genre = ${secondGenre('new')} WHERE id = new.track_id;
  END`,
  // Timelines by models that have heard the track and are not in use now, by spec hash.
  "ALTER TABLE analyses ADD COLUMN kept_timelines TEXT NOT NULL DEFAULT '{}'",
  // The version of what was read of a file's tags (TAGS_VERSION); 0: nothing, or not since the file changed.
  'ALTER TABLE tracks ADD COLUMN tags_read INTEGER NOT NULL DEFAULT 0',
  // Search texts without accents: those of the tracks behind this id, in order, are still to be made (fold-library.ts).
  // Folders and genres are listed, since searches of them look through their names.
  `
  CREATE TABLE search_folding (behind INTEGER NOT NULL);
  INSERT INTO search_folding SELECT 0 WHERE EXISTS (SELECT 1 FROM tracks);
  CREATE INDEX tracks_by_folder ON tracks (root, folder);
  CREATE INDEX tracks_by_genres ON tracks (root, genres)`,
  // Undone steps that can be made again: of labels, with what those were after the step, or files of a tag batch.
  `
  CREATE TABLE undone_steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    undone_at TEXT NOT NULL,
    what TEXT NOT NULL,
    after TEXT,
    batch TEXT
  )`,
  // Further fields of each of a file's tags, as JSON; NULL: not read yet.
  'ALTER TABLE tracks ADD COLUMN field_texts TEXT',
  // By which the sound that was analysed is known again (audio-digest.ts); NULL: not known, or to be analysed again.
  'ALTER TABLE analyses ADD COLUMN audio_digest TEXT',
  // Steps of other kinds than labels, in one order with these; and by which removal a missing track is out of sight.
  `
  ALTER TABLE label_steps ADD COLUMN kind TEXT NOT NULL DEFAULT 'labels';
  ALTER TABLE undone_steps ADD COLUMN kind TEXT NOT NULL DEFAULT 'labels';
  ALTER TABLE tracks ADD COLUMN removal TEXT;
  CREATE INDEX tracks_by_removal ON tracks (removal) WHERE removal IS NOT NULL`,
  // By which a missing track is found whose file has another name and other tags.
  'CREATE INDEX analyses_by_digest ON analyses (audio_digest) WHERE audio_digest IS NOT NULL',
  // A batch of tags among undone steps says so.
  "UPDATE undone_steps SET kind = 'tags' WHERE batch IS NOT NULL",
  // Where files went: their tag batches know the paths of then. What follows a mark (lost-tracks.ts) belongs to no file's path.
  `
  CREATE TABLE moved_files (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    moved_at TEXT NOT NULL,
    now TEXT NOT NULL
  );
  CREATE INDEX moved_files_by_path ON moved_files (path, id);
  CREATE TRIGGER tracks_moved AFTER UPDATE OF path ON tracks
  WHEN old.path <> new.path AND instr(new.path, char(1)) = 0 BEGIN
    INSERT INTO moved_files (path, moved_at, now) VALUES (
      iif(instr(old.path, char(1)) > 0, substr(old.path, 1, instr(old.path, char(1)) - 1), old.path),
      strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
      new.path
    );
  END`,
];
