package main

// parseOptions returns what a page is told: it has no command line. An invitation
// is in its address, see [lobby/client/session.OwnCode].
func parseOptions() options { return options{} }
