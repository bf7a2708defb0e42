// Which words stand for each public code?

import * as errors from '../i18n/generated/errors';

/** What a button beside an error does; the screen that shows it knows how. */
export type Remedy = 'retry' | 'signIn' | 'settings';

type Words = [title: () => string, text: () => string, remedy?: Remedy];

/** Every code of the server's errors.py, and the ones that only the client knows. */
export const words = {
  sign_in: [errors.signInTitle, errors.signInText, 'signIn'],
  self_test: [errors.selfTestTitle, errors.selfTestText],
  suspended: [errors.suspendedTitle, errors.suspendedText],
  not_enabled: [errors.notEnabledTitle, errors.notEnabledText],
  turn_calls_on: [errors.turnCallsOnTitle, errors.turnCallsOnText, 'settings'],
  you_blocked: [errors.youBlockedTitle, errors.youBlockedText],
  needs_plan: [errors.needsPlanTitle, errors.needsPlanText],
  needs_verification: [errors.needsVerificationTitle, errors.needsVerificationText],
  slow_down: [errors.slowDownTitle, errors.slowDownText, 'retry'],
  not_available: [errors.notAvailableTitle, errors.notAvailableText],
  malformed: [errors.malformedTitle, errors.malformedText],
  too_large: [errors.tooLargeTitle, errors.tooLargeText],
  too_slow: [errors.tooSlowTitle, errors.tooSlowText, 'retry'],
  not_found: [errors.notFoundTitle, errors.notFoundText],
  forbidden_origin: [errors.forbiddenOriginTitle, errors.forbiddenOriginText],
  conflict: [errors.conflictTitle, errors.conflictText, 'retry'],
  broken: [errors.brokenTitle, errors.brokenText, 'retry'],
  unavailable: [errors.unavailableTitle, errors.unavailableText, 'retry'],
  handle_invalid: [errors.handleInvalidTitle, errors.handleInvalidText],
  handle_reserved: [errors.handleReservedTitle, errors.handleReservedText],
  handle_taken: [errors.handleTakenTitle, errors.handleTakenText],
  display_name_invalid: [errors.displayNameInvalidTitle, errors.displayNameInvalidText],
  password_too_short: [errors.passwordTooShortTitle, errors.passwordTooShortText],
  password_too_long: [errors.passwordTooLongTitle, errors.passwordTooLongText],
  sign_in_failed: [errors.signInFailedTitle, errors.signInFailedText],
  sign_up_closed: [errors.signUpClosedTitle, errors.signUpClosedText],
  passkey_failed: [errors.passkeyFailedTitle, errors.passkeyFailedText, 'retry'],
  link_expired: [errors.linkExpiredTitle, errors.linkExpiredText],
  set_up_done: [errors.setUpDoneTitle, errors.setUpDoneText, 'signIn'],
  image_invalid: [errors.imageInvalidTitle, errors.imageInvalidText],
  too_many: [errors.tooManyTitle, errors.tooManyText],
  device_keys_invalid: [errors.deviceKeysInvalidTitle, errors.deviceKeysInvalidText, 'signIn'],
  device_required: [errors.deviceRequiredTitle, errors.deviceRequiredText, 'signIn'],
  request_pending: [errors.requestPendingTitle, errors.requestPendingText],
  message_differs: [errors.messageDiffersTitle, errors.messageDiffersText, 'retry'],
  call_ended: [errors.callEndedTitle, errors.callEndedText],
  call_differs: [errors.callDiffersTitle, errors.callDiffersText],
  answered_elsewhere: [errors.answeredElsewhereTitle, errors.answeredElsewhereText],
  not_allowed_now: [errors.notAllowedNowTitle, errors.notAllowedNowText],
  signal_not_allowed: [errors.signalNotAllowedTitle, errors.signalNotAllowedText, 'retry'],
  candidate_not_allowed: [errors.candidateNotAllowedTitle, errors.candidateNotAllowedText, 'retry'],
  sdp_address: [errors.sdpAddressTitle, errors.sdpAddressText, 'retry'],
  relay_unavailable: [errors.relayUnavailableTitle, errors.relayUnavailableText, 'retry'],
  in_another_tab: [errors.inAnotherTabTitle, errors.inAnotherTabText],
  on_another_device: [errors.onAnotherDeviceTitle, errors.onAnotherDeviceText],
  keys_browser: [errors.keysBrowserTitle, errors.keysBrowserText],
  keys_storage: [errors.keysStorageTitle, errors.keysStorageText],
  keys_https: [errors.keysHttpsTitle, errors.keysHttpsText],
  offline: [errors.offlineTitle, errors.offlineText],
} satisfies Record<string, Words>;
