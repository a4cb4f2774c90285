// VS Code settings that keep a window quiet: nothing asks, greets, recommends, updates or fetches.
export const QUIET = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'files.autoSave': 'off',
  'files.hotExit': 'off',
  'json.schemaDownload.enable': false,
  'window.confirmBeforeClose': 'never',
};

/** On top of QUIET: workspace trust as users have it, and a folder that nobody has trusted, without the question at start. */
export const RESTRICTED = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

/** What `security.workspace.trust.enabled` makes of these settings. */
export function isRestricted(settings) {
  return settings['security.workspace.trust.enabled'] === true;
}
