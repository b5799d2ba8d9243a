"""Identifiers that the specifications define: claims, message types, scopes, roles and media types."""

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"  # CORE 5
AGS_CLAIM = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"  # AGS 3.1
NRPS_CLAIM = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"  # NRPS 3.1
OUTCOME_CLAIM = "https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome"  # LTI 1.1 outcomes in an LTI 1.3 launch
NOTICES_CLAIM = CLAIM + "platformnotificationservice"  # PNS 1.0
DEEP_LINKING_CLAIM = "https://purl.imsglobal.org/spec/lti-dl/claim/"  # DL 4
DEEP_LINKING_SETTINGS = DEEP_LINKING_CLAIM + "deep_linking_settings"
TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"  # DR 3.5
PLATFORM_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-platform-configuration"  # DR 3.3

RESOURCE_LINK = "LtiResourceLinkRequest"
DEEP_LINKING = "LtiDeepLinkingRequest"
DEEP_LINKING_RESPONSE = "LtiDeepLinkingResponse"
SUBMISSION_REVIEW = "LtiSubmissionReviewRequest"
DATA_PRIVACY = "DataPrivacyLaunchRequest"
CONTEXT_COPY = "LtiContextCopyNotice"

AGS_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
NRPS_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
NOTICES_SCOPE = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"
AGS_SCOPES = tuple(AGS_SCOPE + name for name in ("lineitem", "lineitem.readonly", "result.readonly", "score"))
SCOPES = (*AGS_SCOPES, NRPS_SCOPE)

LIS = "http://purl.imsglobal.org/vocab/lis/v2/"  # roles and context types (CORE A)
TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"  # CORE A.2.4

LINE_ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
LINE_ITEMS_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
RESULTS_TYPE = "application/vnd.ims.lis.v2.resultcontainer+json"
SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
MEMBERS_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"

CLIENT_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"  # RFC 7523 2.2
