/**
 * The channel on which the preload tells the path of what was dropped on the window. The page cannot reach it: the
 * bridge sends listed operations alone.
 */
export const DROP_CHANNEL = 'shell:dropped';
