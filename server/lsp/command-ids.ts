/** Command ids for editors without our client, whose own commands have other ids. */
export const SERVER_COMMANDS = {
  updatePin: 'manifestLock.server.updatePin',
  updateAll: 'manifestLock.server.updateAll',
  dropGraduated: 'manifestLock.server.dropGraduated',
  fastTrackBehind: 'manifestLock.server.fastTrackBehind',
  refresh: 'manifestLock.server.refresh',
} as const;
