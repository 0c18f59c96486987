/** The help text of `genrescope library import`. */
export const IMPORT_HELP = `import    merges what “genrescope analyze FOLDER --shard I/N --json” printed on other machines. Labels stay as they are.
          Results of another model or window than the settings name are refused. Says what is missing; exit status: 0 if
          nothing is, else 2. Close the app first, or scan again after an import.
  --folder FOLDER  where the folder is on this machine (default: where it was on the others)
  --list    list the files that are missing, with the reason
  --json    JSON Lines on stdout and nothing else there`;
