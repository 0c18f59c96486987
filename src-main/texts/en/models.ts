/** Renaming and deleting models of the user's. */
export const models = {
  title: 'Your models',
  rename: 'Rename',
  renameLabel: ({ model }: { model: string }) => `Rename ${model}…`,
  newName: ({ model }: { model: string }) => `New name of ${model}`,
  nameHint: 'Lowercase letters, digits, dots and dashes. Tags and predictions that it made keep the old name.',
  deleteLabel: ({ model }: { model: string }) => `Delete ${model}…`,
  inUse: 'In use',
  confirmDelete: {
    title: ({ model }: { model: string }) => `Delete “${model}”?`,
    detail:
      'Its folder goes to the trash, or is removed where there is none. Predictions that it made stay until the tracks are analysed again; tags that it wrote stay.',
    action: 'Delete',
  },
  renamed: ({ from, to }: { from: string; to: string }) => `“${from}” is now named “${to}”.`,
  deleted: ({ model }: { model: string }) => `“${model}” is deleted.`,
  command: {
    renamed: ({ from, to }: { from: string; to: string }) => `“${from}” is now named “${to}”.`,
    deleted: ({ model }: { model: string }) =>
      `“${model}” is deleted. Its predictions stay until the tracks are analysed again.`,
    question: ({ model }: { model: string }) => `Delete “${model}”? [y/N] `,
    unasked: 'This command asks before it deletes. Run it in a terminal, or give --yes.',
    declined: 'Nothing was deleted.',
  },
};
