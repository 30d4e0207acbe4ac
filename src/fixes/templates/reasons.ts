/** Why a template is left, in the same words for Terraform, Bicep and ARM. */

export const SEVERAL_ACCOUNTS = "The account is one of several, or not always made: give its apps a role by hand.";
export const COMPUTED_KIND =
  "The account's kind or capabilities are computed: whether it is a SQL API account cannot be told.";
export const UNKNOWN_IDENTITY = "Which identity the app signs in by cannot be told: give it the role by hand.";
export const PART_OF_VALUE = "The key is a part of a longer value: take it out by hand.";
export const STATIC_WEB_APP =
  "The functions of a Static Web App have no identity of their own: bring a Functions app of yours, which has one.";
