package textinput

// theVMGuestTextInput is for a program that runs in another one's window.
var theVMGuestTextInput struct{ textInputBackend }
