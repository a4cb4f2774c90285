/** Edits of lockfiles: pure functions that replace only the bytes they must. All offsets are in the lockfile's text. */
export { addEntry, type NewEntry, setMetadata, setPackagesEmpty } from './edit-insert';
export { removeEntries, removeEntry, removeMember, removeMembers } from './edit-remove';
export { evraToEvr, evrToEvra, quoteScalar, renameKey, replaceScalar, setArch, setEvr } from './edit-scalar';
export { applyEdits, differingRegion, invertEdits } from './text-edits';
