// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title What a chain asks about the pubdata of a batch before it accepts the commit
interface IDAValidator {
    /// @notice The commitment is not the one of the posted bytes.
    error WrongDACommitment(bytes32 expected, bytes32 found);

    /// @notice The operator's input is not as long as the scheme wants it, in bytes.
    error WrongDAInputLength(uint256 expected, uint256 found);

    /// @notice The id in DAScheme.sol that this validator checks.
    function scheme() external view returns (uint8);

    /// @notice Returns if operatorDAInput fulfils the scheme for daCommitment, and reverts
    /// otherwise.
    /// @dev The caller is the chain; whoever else calls speaks for nobody.
    function checkDA(
        uint256 chainId,
        uint64 batchNumber,
        bytes32 daCommitment,
        bytes calldata operatorDAInput
    ) external;
}
